import type { RuleCases } from "../rule-case.ts";

export const deliveryCases: RuleCases = {
  "delivery-twice": {
    breaks: [
      {
        name: "ansible listed twice",
        given: { "spec.delivery": { machines: ["ansible", "ansible"] } },
        finds: ["warning delivery.machines[1]: delivery ansible is listed before. Remove one of the two"],
      },
    ],
    keeps: [{ name: "two deliveries", given: { "spec.delivery": { machines: ["ansible", "cloud-init"] } } }],
  },
};
