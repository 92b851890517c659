// A program: asks a URL again and again on new connections, one second at most each, and tells one line for each answer or failure:
// milliseconds since it started, and the answer's text, or a dash.
// usage: node probe.ts URL TIMES PAUSE-MS
import { Agent, get } from "node:https";
import { performance } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";

const [url = "", times = "", pause = ""] = process.argv.slice(2);

function ask(): Promise<string> {
  return new Promise((resolve) => {
    const request = get(url, { agent: new Agent(), rejectUnauthorized: false, timeout: 1000 }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve(text));
      response.on("error", () => resolve("-"));
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve("-"));
  });
}

for (let count = 0; count < Number(times); count++) {
  const answer = await ask();
  console.log(`${Math.round(performance.now())} ${answer}`);
  await setTimeout(Number(pause));
}
