// Refused: a port that does not say what listens there.
import { defineAddon } from "@groundplan/synth";
import { z } from "zod";

defineAddon({
  kind: "addon",
  name: "mine",
  title: "Mine",
  docs: "https://example.com",
  namespace: "default",
  wave: "addons",
  options: z.strictObject({ replicas: z.int().describe("How many.") }),
  declare: () => ({ machines: [], ports: [{ machines: [], port: 80, protocol: "tcp" }] }),
  loadChart: async () => ({ draw: (_chart, _cluster, options) => void options.replicas }),
});
