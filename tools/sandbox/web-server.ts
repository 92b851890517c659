// A program: stands in for a web service where only the way to it is tested. Answers every request with a line of JSON: its name,
// the request's headers and size; `/slow` after two seconds. On a websocket it sends back what it gets.
// usage: node web-server.ts PORT NAME
import { createServer } from "node:http";
import { setTimeout } from "node:timers/promises";

const [port = "", name = ""] = process.argv.slice(2);
const server = createServer(async (request, response) => {
  let bytes = 0;
  for await (const chunk of request) bytes += chunk.length;
  if (request.url === "/slow") await setTimeout(2000);
  response.end(`${JSON.stringify({ name, bytes, headers: request.headers })}\n`);
});
server.on("upgrade", (_request, socket) => {
  socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
  socket.pipe(socket);
  socket.on("error", () => socket.destroy());
});
server.listen(Number(port), () => console.log("ready"));
