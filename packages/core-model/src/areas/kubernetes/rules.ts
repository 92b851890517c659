import type { Rule } from "../../rule.ts";
import { apiServerRules } from "./api-server-rules.ts";
import { controlPlaneRules } from "./control-plane-rules.ts";
import { nodeRules } from "./node-rules.ts";
import { poolRules } from "./pool-rules.ts";
import { workerRules } from "./worker-rules.ts";

export const kubernetesRules: readonly Rule[] = [
  ...apiServerRules,
  ...controlPlaneRules,
  ...workerRules,
  ...poolRules,
  ...nodeRules,
];
