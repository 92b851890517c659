import { join } from "node:path";
import { timeAim } from "./aims.ts";
import type { Chapter, Plan } from "./chapter.ts";
import { bare, emptyProcess, loadingOnly, platform } from "./contestants.ts";
import { ingredientsOf, sizeText } from "./ingredients.ts";
import { runInTurn, runOnce } from "./measure.ts";
import { forget, houseCluster, makeRepository, renderedFolder } from "./repositories.ts";

/** The first synthesis of one cluster, beside the least program that makes the same tree. */
export async function oneCluster(name: string, { scratch, rounds, say }: Plan): Promise<Chapter> {
  const documents = [houseCluster(name)];
  const folder = makeRepository(join(scratch, name), documents);
  const synth = platform(`synth ${name}`, folder, () => forget(folder, documents));
  say(`preparing ${name}`);
  await runOnce(synth);
  const tree = renderedFolder(folder, name);
  const size = sizeText(tree);
  const ingredients = ingredientsOf(tree);

  const contestants = {
    empty: emptyProcess,
    loading: loadingOnly,
    objects: bare(join(scratch, `${name}-objects`), ingredients, "objects"),
    files: bare(join(scratch, `${name}-files`), ingredients, "files"),
    all: bare(join(scratch, `${name}-all`), ingredients, "all"),
    synth,
  };
  const lines = await runInTurn(contestants, rounds, say);
  const aim = timeAim(`platform synth ${name}: at most 1.5 times the bare program`, 1.5, lines.synth, lines.all);
  return { title: `One cluster: ${name}, ${size}`, lines: Object.values(lines), aims: [aim] };
}
