import { z } from "zod";

/** Rules grow stricter up the ladder. */
export const Tier = z
  .enum(["testing", "development", "staging", "production"])
  .describe(
    "What the cluster is for. `testing` is thrown away on a date and may run one control plane; rules grow stricter up to `production`.",
  );
export type Tier = z.output<typeof Tier>;

export const ServiceLevel = z.strictObject({
  availabilityPercent: z.number().min(50).max(99.999).describe("Availability aimed at, in percent of the time."),
  agreement: z
    .boolean()
    .default(false)
    .describe("Whether customers hold a contract about it. Default false: an objective only."),
});
