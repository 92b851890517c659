#!/usr/bin/env node
// Old syntax on purpose: an old Node must be able to read this file and reach the line that it prints.
import { existsSync } from "fs";

var version = process.versions.node.split(".").map(Number);
var main = new URL("../dist/main.js", import.meta.url);

if (version[0] < 22 || (version[0] === 22 && version[1] < 18)) {
  console.error("platform needs Node 22.18 or newer, this is " + process.versions.node + ".");
  process.exitCode = 4;
} else if (!existsSync(main)) {
  console.error("platform is not built yet. Run: npm run build");
  process.exitCode = 4;
} else {
  import(main.href);
}
