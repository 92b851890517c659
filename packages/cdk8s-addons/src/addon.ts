import type { Cluster, Component } from "@groundplan/core-model";
import type { Chart } from "cdk8s";
import type { z } from "zod";

/** The order in which manifests reach a cluster: a wave is applied, and waited for, before the next. */
export const waves = ["crds", "network", "storage", "platform", "addons"] as const;
export type Wave = (typeof waves)[number];

/** What a `chart.ts` exports. */
export interface ChartModule<Options = unknown> {
  /** Adds the addon's objects to an empty chart. Its names are the names in the cluster: nothing is added to them. */
  draw(chart: Chart, cluster: Cluster, options: Options): void;
}

/** Software in the cluster, given as manifests. One folder under `addons/`. */
export interface Addon<Schema extends z.ZodType = z.ZodType, Name extends string = string>
  extends Component<Schema, Name> {
  readonly kind: "addon";
  /** Namespace of its objects, where they have one. */
  readonly namespace: string;
  /** The wave of its objects. Its custom resource definitions go in the wave `crds` by themselves. */
  readonly wave: Exclude<Wave, "crds">;
  /** Brings the chart in only when it is drawn, so that commands which draw nothing start fast: `() => import("./chart.ts")`. */
  loadChart(): Promise<ChartModule<z.output<Schema>>>;
}

/** Returns the card it was given: the typing of its name and options is the only magic. */
export function defineAddon<Schema extends z.ZodType, const Name extends string>(
  addon: Addon<Schema, Name>,
): Addon<Schema, Name> {
  return addon;
}
