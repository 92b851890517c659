import { valid, validRange } from "semver";
import { z } from "zod";
import { OperatingSystem } from "../areas/site/schema.ts";
import { Tier } from "../areas/tier/schema.ts";
import { Day, DnsLabel, OneLine } from "../document/primitives.ts";
import { Artifacts } from "./artifacts.ts";

/** Three numbers without a leading v, as the upstream tag says: "1.36.4". */
const Version = z
  .string()
  .refine((text) => valid(text) === text, 'must be a version with three numbers, such as "1.36.4"');

/** A range as npm writes it: ">=1.34 <1.37", "<8". @see https://github.com/npm/node-semver#ranges */
const Range = z.string().refine((text) => validRange(text) !== null, 'must be a range such as ">=1.34 <1.37"');

const Source = z.url({ protocol: /^https$/ }).describe("Upstream page that says so.");

/** How far its makers still stand behind something. */
export const Lifecycle = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("active").describe("Fixed and developed.") }),
  z.strictObject({
    state: z.literal("maintenance").describe("Only fixes, or only long-term support: plan to leave."),
    why: OneLine.describe("What still comes, and until when."),
  }),
  z.strictObject({
    state: z.literal("retired").describe("No fixes any more, security included."),
    since: Day.optional().describe("First day without fixes. Default: upstream names none."),
    why: OneLine.describe("What happened, and what takes its place."),
    source: Source.optional(),
  }),
]);
export type Lifecycle = z.output<typeof Lifecycle>;

const KubernetesSupport = z.strictObject({
  tested: Range.optional().describe("Kubernetes versions that upstream tested it with. Default: upstream names none."),
  works: Range.optional().describe(
    "Wider range that upstream expects to work, or refuses outside of. Default: nothing is said beyond the tested range.",
  ),
  source: Source,
});

const Pairing = z.strictObject({
  component: DnsLabel.describe("The other component, by its name in the release."),
  range: Range.describe("Versions of the other that this one works with."),
  why: OneLine.describe("What goes wrong outside the range."),
  source: Source.optional(),
});

const alike = {
  software: OneLine.optional().describe(
    "Name of the software upstream, where it is not that of the card. Default: the same.",
  ),
  lifecycle: Lifecycle,
  licence: OneLine.optional().describe(
    "What a company should know of the licence. Default: an OSI-approved licence without conditions of its own.",
  ),
  kubernetes: KubernetesSupport.optional().describe(
    "Kubernetes versions that it goes with. Default: it does not depend on Kubernetes.",
  ),
  pairsWith: z
    .array(Pairing)
    .optional()
    .describe("Versions of other components that it goes with, where both are used. Default none."),
  ...Artifacts.shape,
};

/** A component in the version that the release pins. */
const PinnedComponent = z.strictObject({ version: Version.describe("Version that this release pins."), ...alike });

/** A component in the version that each operating system brings: see `packages` there. */
const PackagedComponent = z.strictObject({
  packaged: z.literal(true).describe("The version is that of the operating system's package."),
  ...alike,
});

export const ReleaseComponent = z.union([PinnedComponent, PackagedComponent]);
export type ReleaseComponent = z.output<typeof ReleaseComponent>;

const ReleaseKubernetes = z.strictObject({
  version: Version.describe("Version of Kubernetes."),
  endOfLife: Day.describe("Last day with fixes from upstream."),
  source: Source,
  ...Artifacts.shape,
});

const ReleaseOperatingSystem = z.strictObject({
  ...OperatingSystem.shape,
  lifecycle: Lifecycle,
  endOfLife: Day.describe("Last day with security fixes that cost nothing, long-term support included."),
  packages: z
    .record(DnsLabel, Version)
    .describe(
      "Version of each packaged component at the release's date, filled up to three numbers. Security updates move the last one.",
    ),
  source: Source,
});

const Advice = z.strictObject({
  component: DnsLabel.describe("Component that the advice is about."),
  range: Range.describe("Versions that it is about."),
  tiers: z.array(Tier).min(1).describe("Tiers in which it counts."),
  text: OneLine.describe("What is advised against, and by whom."),
  remedy: OneLine.describe("The way out."),
  source: z.string().describe("Who says so: an address, or the name of a published architecture."),
});

const UpgradePath = z.strictObject({
  release: z.string().describe("Version of the earlier release."),
  how: z
    .enum(["in-place", "node-replacement", "cluster-replacement"])
    .describe("The gentlest strategy that leads here."),
  why: OneLine.describe("Why not a gentler one, or what to heed on the way."),
});

/**
 * A platform release: one tested bill of materials that pins every version. Users add releases of their own through the same
 * schema, with `parseRelease`.
 */
export const Release = z.strictObject({
  version: z
    .string()
    .regex(/^\d{4}\.\d{1,2}\.\d+$/, 'must be a calendar version such as "2026.11.0"')
    .describe("Year, month, and number of the fix."),
  title: OneLine.describe("The release in a few words."),
  date: Day.describe("Day from which its versions are taken."),
  lifecycle: Lifecycle,
  kubernetes: ReleaseKubernetes,
  operatingSystems: z
    .array(ReleaseOperatingSystem)
    .min(1)
    .describe("Systems that machines may run, and what each brings."),
  components: z
    .record(DnsLabel, ReleaseComponent)
    .describe("Everything else, by the name of its card or of the software."),
  centre: z
    .array(DnsLabel)
    .optional()
    .describe(
      "Components that the release is built around: their pairings are judged even where a cluster does not name them. Default none.",
    ),
  advice: z.array(Advice).optional().describe("What is possible but advised against; a warning. Default none."),
  upgradesFrom: z
    .array(UpgradePath)
    .optional()
    .describe("Earlier releases that a cluster can come from. Default none: only new clusters."),
});
export type Release = z.output<typeof Release>;
