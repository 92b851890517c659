import { initFiles } from "./init.ts";
import { joinFiles } from "./join.ts";
import { waveFiles } from "./wave.ts";

/** Makes machines the nodes of a cluster, and brings up what they need before they are ready. */
export const kubernetesRole = [...initFiles, ...joinFiles, ...waveFiles];
