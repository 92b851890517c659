import { join } from "node:path";
import { memoryAim, timeAim } from "./aims.ts";
import type { Chapter, Plan } from "./chapter.ts";
import { bare, emptyProcess, platform } from "./contestants.ts";
import { copyOf } from "./copies.ts";
import { ingredientsOf, sizeText } from "./ingredients.ts";
import { type Contestant, runInTurn, runOnce } from "./measure.ts";
import { houseCluster, makeRepository, type NamedDocument, renderedFolder } from "./repositories.ts";

/** Many clusters in one repository: all new, and then all unchanged. This takes minutes, so it is done once. */
export async function manyClusters({ scratch, copies, say }: Plan): Promise<Chapter> {
  const original = houseCluster("ha-lab");
  say("preparing the copies");
  const documents = Array.from({ length: copies }, (_, position) => copyOf(original.text, position + 1));
  const half = documents.slice(0, Math.ceil(copies / 2));
  const tenth = documents.slice(0, Math.ceil(copies / 10));
  const { ingredients, size } = await copyTree(join(scratch, "first-copy"), documents);
  const folder = join(scratch, "many");

  const contestants = {
    empty: emptyProcess,
    bare: bare(join(scratch, "many-bare"), ingredients, "all", copies),
    new: firstSynthesis(folder, documents),
    unchanged: { ...platform("synth", folder), name: `platform synth, the same ${copies} clusters unchanged` },
    half: firstSynthesis(join(scratch, "half"), half),
    tenth: firstSynthesis(join(scratch, "tenth"), tenth),
  };
  const lines = await runInTurn(contestants, 1, say);
  return {
    title: `${copies} copies of ${original.name}, each ${size}`,
    lines: Object.values(lines),
    aims: [
      timeAim(`${copies} new clusters: at most 1.5 times the bare program`, 1.5, lines.new, lines.bare),
      timeAim(`${copies} unchanged clusters: at most a tenth of their synthesis`, 0.1, lines.unchanged, lines.new),
      memoryAim(`memory of ${copies} clusters: at most 1.2 times that of half as many`, 1.2, lines.new, lines.half),
    ],
  };
}

function firstSynthesis(folder: string, documents: readonly NamedDocument[]): Contestant {
  makeRepository(folder, documents);
  return { ...platform("synth", folder), name: `platform synth, ${documents.length} new clusters` };
}

/** What the tree of one copy is made of; the others differ in names and addresses. */
async function copyTree(folder: string, [first]: readonly NamedDocument[]) {
  if (!first) throw new Error("there is at least one copy");
  await runOnce(platform("synth", makeRepository(folder, [first])));
  const tree = renderedFolder(folder, first.name);
  return { ingredients: ingredientsOf(tree), size: sizeText(tree) };
}
