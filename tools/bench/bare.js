// A program: the least that makes such a tree. cdk8s makes the objects of plain data and their text, `yaml` serializes the other
// YAML files, everything is written. No model, no rules, no comparing, no thought. JavaScript, so that no types are stripped.
// usage: node bare.js INGREDIENTS-FILE FOLDER TIMES [objects|files]
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [ingredientsFile, folder, times, only] = process.argv.slice(2);
const { objects, documents, texts } = JSON.parse(readFileSync(ingredientsFile, "utf8"));

for (let time = 1; time <= Number(times); time++) {
  const target = join(folder, String(time));
  if (only !== "files") await writeObjects(target);
  if (only !== "objects") await writeFiles(target);
}

async function writeObjects(target) {
  const { ApiObject, App, Chart, Yaml } = await import("cdk8s");
  const chart = new Chart(new App(), "bare", { disableResourceNameHashes: true });
  const made = objects.map(({ path, object }) => ({ path, apiObject: new ApiObject(chart, path, object) }));
  for (const { path, apiObject } of made) write(join(target, path), Yaml.stringify(apiObject.toJson()));
}

async function writeFiles(target) {
  const { stringify } = await import("yaml");
  for (const { path, data } of documents) {
    write(join(target, path), data.map((document) => stringify(document, { lineWidth: 0 })).join("---\n"));
  }
  for (const { path, text } of texts) write(join(target, path), text);
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
