import type { DatedRule, FleetRule, Rule } from "../rule.ts";
import { etcdRules } from "./etcd/rules.ts";
import { releaseRules } from "./release/rules.ts";

/** The rules of all areas, area by area. */
export const areaRules: readonly (Rule | DatedRule)[] = [...etcdRules, ...releaseRules];

/** The rules across all clusters of one repository. */
export const fleetRules: readonly FleetRule[] = [];
