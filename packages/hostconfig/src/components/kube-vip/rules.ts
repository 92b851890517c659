import { type Rule, tryFindReleaseComponent } from "@groundplan/core-model";

const imageMissing: Rule = {
  id: "kube-vip-release",
  why: "The static pod runs the image that the release pins.",
  severity: "error",
  reference: "https://kube-vip.io/docs/installation/static/",
  *check({ release, spec }) {
    const images = tryFindReleaseComponent(release, "kube-vip")?.images ?? [];
    if (spec.loadBalancer.kind !== "kube-vip" || images.some(({ name }) => name === "kube-vip")) return;
    yield {
      path: ["spec", "release"],
      value: release.version,
      message: `loadBalancer.kind is kube-vip, and release ${release.version} pins no image of it`,
      remedy: "Use a release that has it, or loadBalancer.kind: haproxy-keepalived",
    };
  },
};

const optionsUnused: Rule = {
  id: "kube-vip-options-unused",
  why: "Settings for an address that the cluster does not have mislead whoever reads them.",
  severity: "warning",
  reference: "https://kube-vip.io/docs/installation/flags/",
  *check({ spec }) {
    const { kind } = spec.loadBalancer;
    if (kind === "kube-vip") return;
    yield {
      path: ["spec", "hostServices", "kube-vip"],
      message: `there are options for kube-vip, and loadBalancer.kind is ${kind}`,
      remedy: "Take the options out, or use loadBalancer.kind: kube-vip",
    };
  },
};

export const kubeVipRules: readonly Rule[] = [imageMissing, optionsUnused];
