// Refused: an addon in a wave that does not exist.
import { defineAddon } from "@groundplan/synth";
import { z } from "zod";

defineAddon({
  kind: "addon",
  name: "mine",
  title: "Mine",
  docs: "https://example.com",
  namespace: "default",
  wave: "later",
  options: z.strictObject({ replicas: z.int().describe("How many.") }),
  declare: () => ({ machines: [], ports: [] }),
  loadChart: async () => ({ draw: (_chart, _cluster, options) => void options.replicas }),
});
