import { card } from "../changed-example.ts";
import type { RuleCases } from "../rule-case.ts";

const path = ["spec", "addons", "registry", "storage"];
const registry = card({
  name: "registry",
  kind: "addon",
  impliedBy: () => true,
  declare: () => ({ machines: [], ports: [], needs: [{ capability: "storage-class", why: "it keeps images", path }] }),
});
const storage = card({ name: "longhorn", kind: "addon", impliedBy: () => true, provides: ["storage-class"] });

export const componentCases: RuleCases = {
  "need-unmet": {
    breaks: [
      {
        name: "a need that nothing meets",
        cards: [registry],
        finds: [
          "error addons.registry.storage: registry needs storage-class (it keeps images), and nothing here brings it. Add a component that provides storage-class",
        ],
      },
    ],
    keeps: [{ name: "a need that another component meets", cards: [registry, storage] }],
  },
};
