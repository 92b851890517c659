import type { Rule } from "../../rule.ts";

const twice: Rule = {
  id: "delivery-twice",
  why: "A delivery that is listed twice writes the same files twice.",
  severity: "warning",
  reference: "plain sense: files are delivered once",
  *check(cluster) {
    const { machines } = cluster.spec.delivery;
    for (const [position, name] of machines.entries()) {
      if (machines.indexOf(name) === position) continue;
      const path = ["spec", "delivery", "machines", position];
      yield { path, value: name, message: `delivery ${name} is listed before`, remedy: "Remove one of the two" };
    }
  },
};

export const deliveryRules: readonly Rule[] = [twice];
