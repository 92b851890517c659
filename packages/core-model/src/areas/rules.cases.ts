import { componentCases } from "./components/rules.cases.ts";
import { deliveryCases } from "./delivery/rules.cases.ts";
import { etcdCases } from "./etcd/rules.cases.ts";
import { fleetCases } from "./fleet/rules.cases.ts";
import { apiServerCases } from "./kubernetes/api-server-rules.cases.ts";
import { controlPlaneCases } from "./kubernetes/control-plane-rules.cases.ts";
import { nodeCases } from "./kubernetes/node-rules.cases.ts";
import { poolCases } from "./kubernetes/pool-rules.cases.ts";
import { workerCases } from "./kubernetes/worker-rules.cases.ts";
import { loadBalancerCases } from "./load-balancer/rules.cases.ts";
import { machineCases } from "./machines/rules.cases.ts";
import { networkCases } from "./networks/rules.cases.ts";
import { podNetworkCases } from "./pod-network/rules.cases.ts";
import { portCases } from "./ports/rules.cases.ts";
import { releaseCases } from "./release/rules.cases.ts";
import type { RuleCases } from "./rule-case.ts";
import { secretCases } from "./secrets/rules.cases.ts";
import { siteCases } from "./site/rules.cases.ts";
import { sizeCases } from "./sizes/rules.cases.ts";
import { tierCases } from "./tier/rules.cases.ts";
import { virtualAddressCases } from "./virtual-addresses/rules.cases.ts";
import { waiverCases } from "./waivers/rules.cases.ts";

/** The cases of all rules, by id. */
export const ruleCases: RuleCases = {
  ...tierCases,
  ...releaseCases,
  ...siteCases,
  ...networkCases,
  ...machineCases,
  ...sizeCases,
  ...apiServerCases,
  ...controlPlaneCases,
  ...workerCases,
  ...poolCases,
  ...nodeCases,
  ...etcdCases,
  ...podNetworkCases,
  ...loadBalancerCases,
  ...virtualAddressCases,
  ...portCases,
  ...componentCases,
  ...secretCases,
  ...deliveryCases,
  ...waiverCases,
  ...fleetCases,
};
