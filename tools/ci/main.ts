import { readFile } from "node:fs/promises";
import { closingLine } from "./closing-line.ts";

// Prints the closing line of the report whose path is the only argument.
const [, , path] = process.argv;
if (path === undefined) throw new Error("Which report? node tools/ci/main.ts REPORT.json");
console.log(closingLine(JSON.parse(await readFile(path, "utf8"))));
