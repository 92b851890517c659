// A program: synthesizes the documents whose files are named, as a user's program would, and prints where it believes to be and a
// checksum of every file, as JSON. usage: node print-trees.ts FILE...
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { formatProblem, loadCluster, synth } from "../../packages/synth/src/index.ts";

const trees: Record<string, Record<string, string>> = {};
for (const file of process.argv.slice(2)) {
  const loaded = loadCluster(readFileSync(file, "utf8"), file);
  const made = loaded.ok ? await synth(loaded.value.cluster) : loaded;
  if (!loaded.ok || !made.ok) throw new Error(made.problems.map(formatProblem).join("\n"));
  const checksums: Record<string, string> = {};
  for (const { path, content, mode, owner } of made.value.values())
    checksums[path] = createHash("sha256").update(`${mode} ${owner} ${content}`).digest("hex");
  trees[loaded.value.cluster.name] = checksums;
}

const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions();
const whereabouts = { folder: process.cwd(), home: process.env.HOME, locale, timeZone };
console.log(JSON.stringify({ whereabouts, trees }));
