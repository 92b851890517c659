#!/usr/bin/env node
// Old syntax on purpose: an old Node must be able to read this file and reach the line that it prints.
var version = process.versions.node.split(".").map(Number);

if (version[0] < 22 || (version[0] === 22 && version[1] < 18)) {
  console.error("platform needs Node 22.18 or newer, this is " + process.versions.node + ".");
  process.exitCode = 1;
} else {
  import("../dist/main.js");
}
