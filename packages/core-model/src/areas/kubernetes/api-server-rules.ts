import type { Rule } from "../../rule.ts";
import { loadBalancerAddress } from "../load-balancer/facts.ts";
import { isIpv4, isPrivate } from "../networks/ipv4.ts";

const namePath = ["spec", "kubernetes", "apiServer", "name"] as const;

const lastingName: Rule = {
  id: "api-server-name",
  why: "Every certificate and kubeconfig carries the name: an address or a machine's name cannot move to another machine later.",
  severity: "warning",
  reference:
    "https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/create-cluster-kubeadm/#considerations-about-apiserver-advertise-address-and-controlplaneendpoint",
  *check(cluster) {
    const { kubernetes, site } = cluster.spec;
    const { name } = kubernetes.apiServer;
    const isMachine = cluster.machines.some(
      (machine) => name === machine.name || name === `${machine.name}.${site.domain}`,
    );
    if (!isMachine && !isIpv4(name)) return;
    yield {
      path: namePath,
      value: name,
      message: `${name} is ${isMachine ? "a machine" : "an address"}, and the name of the API server cannot change later`,
      remedy: `Use a name of its own, such as api.${site.domain}`,
    };
  },
};

const siteName: Rule = {
  id: "api-server-domain",
  why: "A name outside the site's domain is answered by somebody else's DNS, today or one day.",
  severity: "advice",
  reference:
    "https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/high-availability/#create-load-balancer-for-kube-apiserver",
  *check(cluster) {
    const { name } = cluster.spec.kubernetes.apiServer;
    const { domain } = cluster.spec.site;
    if (isIpv4(name) || name.endsWith(`.${domain}`)) return;
    yield {
      path: namePath,
      value: name,
      message: `${name} is not under the site's domain ${domain}`,
      remedy: `Use a name under ${domain}, such as api.${domain}`,
    };
  },
};

const privateAddress: Rule = {
  id: "api-server-private",
  why: "Whoever reaches the API server of a cluster has only one door left to open.",
  severity: "warning",
  reference:
    "a published chapter on deployment models: the API is not exposed to the public internet (RFC 1918, RFC 6598)",
  *check(cluster) {
    const address = loadBalancerAddress(cluster.spec);
    if (address === undefined || isPrivate(address)) return;
    yield {
      path: ["spec", "loadBalancer"],
      value: address,
      message: `the API server's address ${address} is public`,
      remedy: "Use a private address, and reach it through a VPN or bastion",
    };
  },
};

const clusterDomain: Rule = {
  id: "cluster-domain",
  why: "Charts and programs assume cluster.local, and a domain that exists outside is no longer reached from pods.",
  severity: "advice",
  reference: "https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/",
  *check(cluster) {
    const domain = cluster.spec.kubernetes.clusterDomain;
    const site = cluster.spec.site.domain;
    const finding = {
      path: ["spec", "kubernetes", "clusterDomain"],
      value: domain,
      remedy: "Leave it at cluster.local",
    };
    const hides = site === domain || site.endsWith(`.${domain}`);
    if (hides) {
      yield {
        ...finding,
        severity: "error",
        message: `pods would look for the site's names (${site}) inside the cluster (${domain})`,
      };
    } else if (domain !== "cluster.local") {
      yield { ...finding, message: `the cluster's domain is ${domain}, and much software assumes cluster.local` };
    }
  },
};

export const apiServerRules: readonly Rule[] = [lastingName, siteName, privateAddress, clusterDomain];
