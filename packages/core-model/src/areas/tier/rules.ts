import { daysBetween } from "../../days.ts";
import type { DatedRule, Rule } from "../../rule.ts";

const tiers = "a published chapter on deployment models: testing clusters live a week at most and promise nothing";
const expiresPath = ["metadata", "expires"] as const;

const expires: Rule = {
  id: "testing-expires",
  why: "A testing cluster that nobody throws away becomes somebody's production.",
  severity: "error",
  reference: tiers,
  *check(cluster) {
    const { expires } = cluster.metadata;
    const { tier } = cluster.spec;
    if (tier === "testing" && expires === undefined) {
      yield {
        path: ["metadata"],
        message: "the tier is testing, and metadata.expires is missing",
        remedy: 'Write the day on which it is thrown away: expires: "YYYY-MM-DD"',
      };
    } else if (tier !== "testing" && expires !== undefined) {
      yield {
        path: expiresPath,
        value: expires,
        message: `it is thrown away on ${expires}, and the tier is ${tier}`,
        remedy: "Remove expires, or use the testing tier",
      };
    }
  },
};

const noObjective: Rule = {
  id: "testing-slo",
  why: "An aim for a cluster that is thrown away tells people to rely on it.",
  severity: "warning",
  reference: tiers,
  *check(cluster) {
    const { tier, slo } = cluster.spec;
    if (tier !== "testing" || !slo) return;
    yield {
      path: ["spec", "slo"],
      value: slo.availabilityPercent,
      message: `${slo.availabilityPercent} % are aimed at, and the tier is testing`,
      remedy: "Remove slo, or use the development tier",
    };
  },
};

const lifetimeDays = 7;

const lifetime: DatedRule = {
  id: "testing-lifetime",
  why: "Past its day a testing cluster is kept by nobody's decision; a day far ahead is no day.",
  severity: "warning",
  reference: tiers,
  *checkAsOf(cluster, asOf) {
    const { expires } = cluster.metadata;
    if (cluster.spec.tier !== "testing" || expires === undefined) return;
    const days = daysBetween(asOf, expires);
    if (days < 0) {
      const message = `it was to be thrown away on ${expires}; judged on ${asOf}`;
      yield { path: expiresPath, value: expires, message, remedy: "Throw it away, or move it to the development tier" };
    } else if (days > lifetimeDays) {
      const message = `it is thrown away on ${expires}, in ${days} days; a testing cluster lives ${lifetimeDays} at most`;
      const remedy = "Choose an earlier day, or use the development tier";
      yield { path: expiresPath, value: expires, severity: "advice", message, remedy };
    }
  },
};

// A release in maintenance still gets its fixes: release-lifecycle advises to leave it, in every tier.
const production: Rule = {
  id: "production-release",
  why: "Production has to be kept up, and nobody fixes a retired release.",
  severity: "error",
  reference: "a published chapter on deployment models: production runs stable releases of the platform only",
  *check(cluster) {
    const { lifecycle, version } = cluster.release;
    if (cluster.spec.tier !== "production" || lifecycle.state !== "retired") return;
    yield {
      path: ["spec", "release"],
      value: version,
      message: `release ${version} is retired (${lifecycle.why}), and the tier is production`,
      remedy: "Move to an active release",
    };
  },
};

export const tierRules: readonly (Rule | DatedRule)[] = [expires, noObjective, lifetime, production];
