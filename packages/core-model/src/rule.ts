import type { Waiver } from "./areas/waivers/schema.ts";
import type { ClusterClaims } from "./claims.ts";
import type { Cluster } from "./cluster.ts";
import type { Path, Problem, Severity } from "./problem.ts";

/** What a rule found at one place: both sides of the conflict in `message`, the way out in `remedy`. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly remedy: string;
  readonly value?: unknown;
  /** Overrides the rule's severity, where one rule knows two grades (a warning outside production, say). */
  readonly severity?: Severity;
}

/** What every kind of rule says of itself. */
export interface RuleCard {
  /** Stable kebab-case identifier: `etcd-quorum`. Waivers name it. */
  readonly id: string;
  /** One sentence: what goes wrong when the rule is broken. */
  readonly why: string;
  readonly severity: Severity;
  /** The norm, upstream page or published architecture that the rule stands on. */
  readonly reference: string;
  /** Set where no waiver counts, because nothing can be made of a cluster that breaks the rule. */
  readonly final?: true;
}

/** A named function `Cluster -> Finding[]`. It returns everything it finds and never throws. */
export interface Rule extends RuleCard {
  check(cluster: Cluster): Iterable<Finding>;
}

/** A rule that needs a date. It is asked by `validate`, never by `synth`: a rendered tree must not go stale by itself. */
export interface DatedRule extends RuleCard {
  /** @param asOf the day that is judged by, `YYYY-MM-DD` */
  checkAsOf(cluster: Cluster, asOf: string): Iterable<Finding>;
}

/** A rule across all clusters of one repository. It sees their claims only, so that a thousand clusters fit in memory. */
export interface FleetRule extends RuleCard {
  checkFleet(fleet: readonly ClusterClaims[]): Iterable<Finding & { readonly cluster: string }>;
}

/** What was asked about a cluster, and what was found, before its waivers are judged. */
export interface Judged {
  readonly waivers: readonly Waiver[];
  readonly problems: readonly Problem[];
  /** Rules that were asked about this cluster. */
  readonly rules: readonly RuleCard[];
  /** Rules across clusters, whose findings are not known here. */
  readonly fleetRules: readonly RuleCard[];
  /** The day that was judged by, if any: without it some rules were not asked. */
  readonly asOf: string | undefined;
}

/** A rule about what a document sets aside. It is asked last, since it needs what the others found. */
export interface WaiverRule extends RuleCard {
  checkWaivers(judged: Judged): Iterable<Finding>;
}

export type AnyRule = Rule | DatedRule | FleetRule | WaiverRule;
