import type { KubernetesObject } from "../manifests.ts";
import { containersAreWhole } from "./container-checks.ts";
import type { Check, Defect } from "./defect.ts";
import { bindingsExist, nothingLeftOver } from "./rbac-checks.ts";
import { referencesExist } from "./reference-checks.ts";
import { definitionsAreWhole, everyObjectOnce, kindsAndScopes } from "./scope-checks.ts";
import { selectsItsOwnPods, selectsSomePods, servicePortsExist } from "./selector-checks.ts";
import { servedBy } from "./served-apis.ts";

const checks: readonly Check[] = [
  everyObjectOnce,
  kindsAndScopes,
  definitionsAreWhole,
  selectsItsOwnPods,
  selectsSomePods,
  servicePortsExist,
  referencesExist,
  bindingsExist,
  nothingLeftOver,
  containersAreWhole,
];

/**
 * What is wrong with objects that are applied together, beyond what the API server itself would refuse: selectors that pick
 * nothing, references that lead nowhere, interfaces that the cluster does not serve. For tests of addons, one's own included.
 * @param kubernetes version of the cluster: "1.36.4"
 */
export function findDefects(objects: readonly KubernetesObject[], kubernetes: string): readonly Defect[] {
  return [...checks, servedBy(kubernetes)].flatMap((check) => [...check(objects)]);
}
