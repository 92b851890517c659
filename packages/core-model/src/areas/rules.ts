import type { DatedRule, Rule } from "../rule.ts";
import { componentRules } from "./components/rules.ts";
import { deliveryRules } from "./delivery/rules.ts";
import { etcdRules } from "./etcd/rules.ts";
import { kubernetesRules } from "./kubernetes/rules.ts";
import { loadBalancerRules } from "./load-balancer/rules.ts";
import { machineRules } from "./machines/rules.ts";
import { networkRules } from "./networks/rules.ts";
import { podNetworkRules } from "./pod-network/rules.ts";
import { portRules } from "./ports/rules.ts";
import { releaseRules } from "./release/rules.ts";
import { secretRules } from "./secrets/rules.ts";
import { siteRules } from "./site/rules.ts";
import { sizeRules } from "./sizes/rules.ts";
import { tierRules } from "./tier/rules.ts";
import { virtualAddressRules } from "./virtual-addresses/rules.ts";
import { waiverDateRules } from "./waivers/rules.ts";

/** The rules of all areas, area by area. */
export const areaRules: readonly (Rule | DatedRule)[] = [
  ...tierRules,
  ...releaseRules,
  ...siteRules,
  ...networkRules,
  ...machineRules,
  ...sizeRules,
  ...kubernetesRules,
  ...etcdRules,
  ...podNetworkRules,
  ...loadBalancerRules,
  ...virtualAddressRules,
  ...portRules,
  ...componentRules,
  ...secretRules,
  ...deliveryRules,
  ...waiverDateRules,
];

export { fleetRules } from "./fleet/rules.ts";
export { waiverRules } from "./waivers/rules.ts";
