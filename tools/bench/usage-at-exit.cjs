// Loaded into every measured process: tells, as its last act, what the process has used. The price is the same for all.
const { writeFileSync } = require("node:fs");

process.on("exit", () => {
  writeFileSync(process.env.GROUNDPLAN_BENCH_USAGE, JSON.stringify(process.resourceUsage()));
});
