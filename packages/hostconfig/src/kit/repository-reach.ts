import { type Component, type Rule, tryFindComponent } from "@groundplan/core-model";

/**
 * The rule that a site without internet names a mirror for the packages of a component.
 * @param component name of the component, whose options hold `packages.url`
 * @param upstream the address that needs the internet
 */
export function repositoryReach(component: Component["name"], upstream: string): Rule {
  return {
    id: `${component}-packages`,
    why: "Without the internet, packages come from a mirror inside the site or not at all.",
    severity: "advice",
    reference: "https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/install-kubeadm/",
    *check(cluster) {
      const options = tryFindComponent(cluster, "host-component", component)?.options as
        | { packages?: { url: string } }
        | undefined;
      if (cluster.spec.site.internet !== "none" || options?.packages?.url !== upstream) return;
      yield {
        path: ["spec", "site"],
        message: `site.internet is none, and the packages of ${component} come from ${upstream}`,
        remedy: `Name a mirror inside the site under hostServices.${component}.packages.url`,
      };
    },
  };
}
