import { nearestOf } from "@groundplan/core-model";
import { UsageError } from "../usage-error.ts";
import { clustersFolder } from "./repository.ts";

/**
 * The clusters that a command line means: all of them when it names none. A name may be written as its folder
 * (`clusters/x/`), the way a shell completes it.
 * @throws UsageError for a name that is not there, with the nearest one that is
 */
export function chooseClusters(all: readonly string[], given: readonly string[]): readonly string[] {
  if (given.length === 0) return all;
  const wanted = new Set(given.map(nameOf));
  for (const name of wanted) if (!all.includes(name)) throw unknownCluster(name, all);
  return all.filter((name) => wanted.has(name));
}

function nameOf(given: string): string {
  const name = given.replace(/\/+$/, "");
  const prefix = new RegExp(`^(?:\\./)?${clustersFolder}/`);
  return name.replace(prefix, "");
}

function unknownCluster(name: string, all: readonly string[]): UsageError {
  const nearest = nearestOf(name, all);
  const known =
    all.length === 0
      ? `There are none below ${clustersFolder}/`
      : `Known: ${all.slice(0, 20).join(", ")}${all.length > 20 ? ", ..." : ""}`;
  return new UsageError(`there is no cluster ${name}`, nearest ? `Did you mean ${nearest}?` : known);
}
