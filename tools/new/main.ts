import { repository } from "../check/tool.ts";
import { kinds, newComponent } from "./new-component.ts";

// `npm run new KIND NAME`
const [, , kind, name] = process.argv;
if (kind === undefined || name === undefined) {
  console.error(`usage: npm run new ${Object.keys(kinds).join("|")} NAME`);
  process.exitCode = 64;
} else {
  try {
    const { files, registry } = await newComponent(repository, kind, name);
    console.log(`${files.map((file) => `new      ${file}`).join("\n")}\nchanged  ${registry}\n`);
    console.log("It works and keeps the house's contract. Make it yours: the card first, then schema, output, README.");
    console.log("Its version goes in the releases, packages/core-model/src/releases/. Then: npm test && npm run check");
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
