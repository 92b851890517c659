import { join } from "node:path";
import { timeAim } from "./aims.ts";
import type { Chapter, Plan } from "./chapter.ts";
import { emptyProcess, platform } from "./contestants.ts";
import { runInTurn } from "./measure.ts";
import { houseCluster, makeRepository } from "./repositories.ts";

/** How long it takes until there is anything to see. */
export async function startUp({ scratch, rounds, say }: Plan): Promise<Chapter> {
  const name = "ha-prod";
  const folder = makeRepository(join(scratch, "start-up"), [houseCluster(name)]);
  const contestants = {
    empty: emptyProcess,
    version: platform("--version", folder),
    help: platform("--help", folder),
    validate: platform(`validate ${name}`, folder),
  };
  // These are short, so they can be many.
  const lines = await runInTurn(contestants, rounds * 3, say);
  const { empty, version, help } = lines;
  const aims = [version, help].map((line) => timeAim(`${line.name}: at most 4 times an empty process`, 4, line, empty));
  return { title: "Start-up", lines: Object.values(lines), aims };
}
