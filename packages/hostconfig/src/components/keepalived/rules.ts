import { type Rule, tryFindComponent } from "@groundplan/core-model";
import { vrrpAddresses } from "./addresses.ts";

const addressUnchecked: Rule = {
  id: "keepalived-check-missing",
  why: "Without a check an address stays with a machine whose software is dead.",
  severity: "warning",
  reference: "https://www.keepalived.org/manpage.html",
  *check(cluster) {
    for (const { address, component, path, healthCheck } of vrrpAddresses(cluster)) {
      if (healthCheck !== undefined) continue;
      yield {
        path,
        value: address,
        message: `${component} declares no health check for ${address}, so only the death of a machine or its link moves it`,
        remedy: `Add a healthCheck to the address in the card of ${component}`,
      };
    }
  },
};

const optionsUnused: Rule = {
  id: "keepalived-options-unused",
  why: "Settings for something that the cluster does not have mislead whoever reads them.",
  severity: "warning",
  reference: "https://www.keepalived.org/manpage.html",
  *check(cluster) {
    if (vrrpAddresses(cluster).length > 0) return;
    yield {
      path: tryFindComponent(cluster, "host-component", "keepalived")?.path ?? ["spec"],
      message: "there are options for keepalived, and no address of the cluster is moved by VRRP",
      remedy: "Take the options out, or give a service a vip with a routerId",
    };
  },
};

export const keepalivedRules: readonly Rule[] = [addressUnchecked, optionsUnused];
