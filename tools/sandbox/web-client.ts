// A program: asks a web server for a domain, whatever DNS says, and tells one line of JSON: status, headers and text of the answer,
// or the error's code.
// usage: node web-client.ts get ADDRESS http|https DOMAIN PATH [BODY-BYTES] [HEADER=VALUE]
//        node web-client.ts websocket ADDRESS http DOMAIN PATH     sends "ping" once the connection is a websocket's, and tells what comes back
import { request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";

const [mode = "", address = "", protocol = "", domain = "", path = "", bodyBytes = "0", header = ""] =
  process.argv.slice(2);
const [headerName = "", headerValue = ""] = header.split("=");
const ask = protocol === "https" ? requestSecure : requestPlain;
const upgrade =
  mode === "websocket"
    ? {
        Connection: "Upgrade",
        Upgrade: "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "cGluZ3BpbmdwaW5ncGluZw==",
      }
    : {};

const request = ask(
  {
    host: address,
    servername: domain,
    path,
    method: bodyBytes === "0" ? "GET" : "POST",
    headers: { Host: domain, ...upgrade, ...(headerName === "" ? {} : { [headerName]: headerValue }) },
    rejectUnauthorized: false,
    timeout: 5000,
  },
  (response) => {
    let text = "";
    response.on("data", (chunk) => {
      text += chunk;
    });
    response.on("end", () => tell({ status: response.statusCode, headers: response.headers, text }));
  },
);
request.on("upgrade", (response, socket) => {
  socket.once("data", (chunk) => {
    tell({ status: response.statusCode, text: String(chunk) });
    socket.destroy();
  });
  socket.write("ping");
});
request.on("timeout", () => request.destroy());
request.on("error", (error: NodeJS.ErrnoException) => tell({ error: error.code ?? error.message }));
request.end(Buffer.alloc(Number(bodyBytes)));

function tell(what: object): void {
  console.log(JSON.stringify(what));
}
