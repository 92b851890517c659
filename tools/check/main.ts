import { runChecks } from "./checks.ts";

// `npm run check`: all that must hold, whatever fails first.
const answers = await runChecks();

for (const { check, faults, seconds } of answers) {
  if (faults === "") continue;
  console.log(`${check.name} does not hold (${check.holds}), ${seconds.toFixed(1)} s:\n\n${faults}\n`);
}
for (const { check, faults, seconds } of answers) {
  const verdict = faults === "" ? "holds" : "BROKEN";
  console.log(`  ${verdict.padEnd(7)} ${check.name.padEnd(16)} ${seconds.toFixed(1).padStart(5)} s   ${check.holds}`);
}

const broken = answers.filter(({ faults }) => faults !== "");
if (broken.length > 0) {
  console.log(
    `\nBroken: ${broken.map(({ check }) => check.name).join(", ")}. Faults of form can be repaired with npm run fix.`,
  );
  process.exitCode = 1;
}
