import { z } from "zod";
import { Day, OneLine } from "../../document/primitives.ts";

/** A rule set aside. It is shown in every plan until it ends. */
export const Waiver = z.strictObject({
  rule: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, "must be the id of a rule")
    .describe("Id of the rule, as findings print it in brackets."),
  at: z
    .string()
    .max(200)
    .optional()
    .describe(
      "Where it is set aside, as findings print the path: kubernetes.etcd. Everything below counts. Default: the whole document.",
    ),
  reason: OneLine.describe("Why the finding is accepted."),
  until: Day.describe("Last day on which the waiver counts."),
});
export type Waiver = z.output<typeof Waiver>;
