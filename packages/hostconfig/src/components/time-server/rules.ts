import { machinesIn, type Rule, tryFindComponent } from "@groundplan/core-model";
import { givesTime } from "../../kit/time-servers.ts";
import { TimeServerOptions } from "./schema.ts";

const optionsPath = ["spec", "hostServices", "time-server"] as const;

const unasked: Rule = {
  id: "time-server-unasked",
  why: "Machines ask those under site.timeServers: a server that is not among them is set up, and nobody comes.",
  severity: "error",
  reference: "https://chrony-project.org/doc/4.6/chrony.conf.html",
  *check(cluster) {
    const used = tryFindComponent(cluster, "host-component", "time-server");
    if (!used) return;
    const { group } = TimeServerOptions.parse(used.options);
    const missing = machinesIn(cluster, group).filter((machine) => !givesTime(cluster, machine));
    if (missing.length === 0) return;
    const { timeServers } = cluster.spec.site;
    yield {
      path: ["spec", "site", "timeServers"],
      value: group,
      message: `${missing.map(({ name, address }) => `${name} (${address})`).join(", ")} of ${group} gives the time, and site.timeServers is ${timeServers.join(", ") || "empty"}`,
      remedy: `Write timeServers: [${machinesIn(cluster, group)
        .map(({ address }) => address)
        .join(", ")}], or take hostServices.time-server out`,
    };
  },
};

const adrift: Rule = {
  id: "time-server-adrift",
  why: "Servers that hear of no real clock drift away together: certificates and logs are then wrong everywhere alike.",
  severity: "warning",
  reference: "https://chrony-project.org/faq.html",
  *check(cluster) {
    const used = tryFindComponent(cluster, "host-component", "time-server");
    const { internet } = cluster.spec.site;
    if (!used || internet === "direct" || TimeServerOptions.parse(used.options).upstreams.length > 0) return;
    yield {
      path: optionsPath,
      message: `site.internet is ${internet}, which passes no NTP to the distribution's public servers, and upstreams is empty`,
      remedy:
        "Name a clock of the site under upstreams, or waive this where machines need to agree with each other only",
    };
  },
};

export const timeServerRules: readonly Rule[] = [unasked, adrift];
