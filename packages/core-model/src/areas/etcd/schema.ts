import { z } from "zod";
import { CronSchedule, DnsLabel } from "../../document/primitives.ts";

const Backup = z.strictObject({
  schedule: CronSchedule.describe('When snapshots are taken, as cron(5): "0 */6 * * *" is every six hours.'),
  keepDays: z.int().min(1).max(365).describe("Days that snapshots are kept, 1-365."),
});

const alike = {
  roundTripMs: z
    .number()
    .positive()
    .max(1000)
    .default(2)
    .describe(
      "Longest average round trip between members in milliseconds. Heartbeat and election timeout are derived from it. Default 2, one data centre.",
    ),
  backup: Backup.optional().describe("Snapshots. Default: none are taken, which a rule warns of outside testing."),
};

/** Where the cluster's own database runs. @see https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/ha-topology/ */
export const Etcd = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z
      .literal("stacked")
      .describe("One member on every control-plane machine, as a static pod that kubeadm runs."),
    ...alike,
  }),
  z.strictObject({
    kind: z.literal("external").describe("Members on machines of their own, as a systemd service."),
    group: DnsLabel.describe("Machine group that the members run on."),
    ...alike,
  }),
]);
export type Etcd = z.output<typeof Etcd>;
