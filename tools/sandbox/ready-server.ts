// A program: stands in for an API server where only the way to it is tested. Answers every request over TLS with its name.
// usage: node ready-server.ts PORT NAME KEY-FILE CERTIFICATE-FILE
import { readFileSync } from "node:fs";
import { createServer } from "node:https";

const [port = "", name = "", key = "", certificate = ""] = process.argv.slice(2);
const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (_request, response) => {
  response.end(name);
});
server.listen(Number(port), () => console.log("ready"));
