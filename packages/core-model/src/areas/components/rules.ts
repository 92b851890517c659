import type { Rule } from "../../rule.ts";
import { providedCapabilities, statedNeeds } from "./facts.ts";

const needs: Rule = {
  id: "need-unmet",
  why: "A component that misses what it stands on is installed, and waits for it forever.",
  severity: "error",
  reference: "plain sense: what a component needs, another must bring",
  *check(cluster) {
    const provided = providedCapabilities(cluster);
    for (const { capability, component, why, path } of statedNeeds(cluster)) {
      if (provided.has(capability)) continue;
      yield {
        path,
        value: capability,
        message: `${component} needs ${capability} (${why}), and nothing here brings it`,
        remedy: `Add a component that provides ${capability}`,
      };
    }
  },
};

export const componentRules: readonly Rule[] = [needs];
