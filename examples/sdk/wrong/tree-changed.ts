// Refused: a tree, which nobody may change.
import { type Cluster, synth } from "@groundplan/synth";

declare const cluster: Cluster;
const result = await synth(cluster);
if (result.ok) result.value.delete("OVERVIEW.md");
