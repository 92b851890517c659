import { nearestOf } from "../../document/schema-problems.ts";
import type { DatedRule, WaiverRule } from "../../rule.ts";
import { covers, isCurrent } from "./waive.ts";

const waiversPath = ["spec", "waivers"] as const;

const expired: DatedRule = {
  id: "waiver-expired",
  why: "What was accepted until a day is accepted no more: either it has been put right, or the day has to be argued again.",
  severity: "warning",
  reference: "plain sense: a waiver ends on its day",
  *checkAsOf(cluster, asOf) {
    for (const [position, { rule, until }] of cluster.spec.waivers.entries()) {
      if (until >= asOf) continue;
      yield {
        path: [...waiversPath, position, "until"],
        value: until,
        message: `the waiver of ${rule} ended on ${until}; judged on ${asOf}`,
        remedy: "Put it right and remove the waiver, or give a new reason and a new day",
      };
    }
  },
};

const unknownRule: WaiverRule = {
  id: "waiver-unknown-rule",
  why: "A waiver of a rule that does not exist hides nothing, and its author believes that it does.",
  severity: "warning",
  reference: "plain sense: only a rule can be waived",
  *checkWaivers({ waivers, rules, fleetRules }) {
    const known = [...rules, ...fleetRules, ...waiverRules].map((rule) => rule.id);
    for (const [position, { rule }] of waivers.entries()) {
      if (known.includes(rule)) continue;
      const nearest = nearestOf(rule, known);
      yield {
        path: [...waiversPath, position, "rule"],
        value: rule,
        message: `no rule ${rule} is asked about this cluster`,
        remedy: nearest ? `Did you mean ${nearest}?` : "Remove the waiver",
      };
    }
  },
};

const unused: WaiverRule = {
  id: "waiver-unused",
  why: "A waiver that covers nothing today will cover the next finding, unseen.",
  severity: "advice",
  reference: "plain sense: a waiver is for a finding",
  *checkWaivers({ waivers, problems, rules, asOf }) {
    // Without a day some rules were not asked, so that nobody knows which waivers they need.
    if (asOf === undefined) return;
    for (const [position, waiver] of waivers.entries()) {
      const isAsked = rules.some((rule) => rule.id === waiver.rule);
      if (!isAsked || !isCurrent(waiver, asOf) || problems.some((problem) => covers(waiver, problem))) continue;
      const at = waiver.at === undefined ? "" : ` at ${waiver.at}`;
      yield {
        path: [...waiversPath, position],
        value: waiver.rule,
        message: `${waiver.rule} finds nothing${at}`,
        remedy: "Remove the waiver",
      };
    }
  },
};

export const waiverDateRules: readonly DatedRule[] = [expired];

export const waiverRules: readonly WaiverRule[] = [unknownRule, unused];
