import { ApiObject, type Chart } from "cdk8s";
import { type CalicoMinor, holdsIn, type Lines } from "./versions.ts";

interface CustomResource extends Lines {
  readonly kind: string;
  /** Default: the kind in lower case and an `s`. */
  readonly plural?: string;
  readonly namespaced?: true;
  /** In which lines the object has a status of its own. Default: none. */
  readonly status?: Lines;
}

/** The kinds that Calico keeps in the Kubernetes API, all of group crd.projectcalico.org, version v1. */
const calicoResources: readonly CustomResource[] = [
  { kind: "BGPConfiguration" },
  { kind: "BGPFilter" },
  { kind: "BGPPeer" },
  { kind: "BlockAffinity", plural: "blockaffinities" },
  { kind: "CalicoNodeStatus", plural: "caliconodestatuses" },
  { kind: "ClusterInformation" },
  { kind: "FelixConfiguration" },
  { kind: "GlobalNetworkPolicy", plural: "globalnetworkpolicies" },
  { kind: "GlobalNetworkSet" },
  { kind: "HostEndpoint" },
  { kind: "IPAMBlock" },
  { kind: "IPAMConfig" },
  { kind: "IPAMHandle" },
  { kind: "IPPool" },
  { kind: "IPReservation" },
  { kind: "KubeControllersConfiguration", status: { since: "3.32" } },
  { kind: "NetworkPolicy", plural: "networkpolicies", namespaced: true },
  { kind: "NetworkSet", namespaced: true },
  { kind: "StagedGlobalNetworkPolicy", plural: "stagedglobalnetworkpolicies", since: "3.30" },
  { kind: "StagedKubernetesNetworkPolicy", plural: "stagedkubernetesnetworkpolicies", namespaced: true, since: "3.30" },
  { kind: "StagedNetworkPolicy", plural: "stagednetworkpolicies", namespaced: true, since: "3.30" },
  { kind: "Tier", since: "3.29" },
];

interface PolicyResource extends Lines {
  readonly kind: string;
  readonly plural: string;
  readonly shortName: string;
  readonly version: string;
  /** The API server refuses a CRD of a `*.k8s.io` group that does not name the change in which it was approved. */
  readonly approvedBy: string;
}

const approvedIn = "https://github.com/kubernetes-sigs/network-policy-api/pull/";

/** Policies of the network policy API that Felix watches: without the kinds it would ask for them for ever. */
const policyResources: readonly PolicyResource[] = [
  {
    kind: "AdminNetworkPolicy",
    plural: "adminnetworkpolicies",
    shortName: "anp",
    version: "v1alpha1",
    approvedBy: `${approvedIn}30`,
    since: "3.29",
    until: "3.31",
  },
  {
    kind: "BaselineAdminNetworkPolicy",
    plural: "baselineadminnetworkpolicies",
    shortName: "banp",
    version: "v1alpha1",
    approvedBy: `${approvedIn}30`,
    since: "3.30",
    until: "3.31",
  },
  {
    kind: "ClusterNetworkPolicy",
    plural: "clusternetworkpolicies",
    shortName: "cnp",
    version: "v1alpha2",
    approvedBy: `${approvedIn}347`,
    since: "3.32",
  },
];

/** The kinds as the API server must know them. Their schema is open: the objects that we write are checked by our own types. */
export function calicoCrds(chart: Chart, minor: CalicoMinor): void {
  for (const { kind, plural, namespaced, status, ...lines } of calicoResources) {
    if (!holdsIn(minor, lines)) continue;
    crd(chart, {
      group: "crd.projectcalico.org",
      version: "v1",
      kind,
      plural: plural ?? `${kind.toLowerCase()}s`,
      scope: namespaced ? "Namespaced" : "Cluster",
      hasStatus: status !== undefined && holdsIn(minor, status),
    });
  }
  for (const { kind, plural, shortName, version, approvedBy, ...lines } of policyResources) {
    if (!holdsIn(minor, lines)) continue;
    crd(chart, {
      group: "policy.networking.k8s.io",
      version,
      kind,
      plural,
      shortNames: [shortName],
      scope: "Cluster",
      hasStatus: true,
      annotations: { "api-approved.kubernetes.io": approvedBy },
    });
  }
}

interface CrdProps {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly shortNames?: readonly string[];
  readonly scope: "Cluster" | "Namespaced";
  readonly hasStatus: boolean;
  readonly annotations?: Readonly<Record<string, string>>;
}

function crd(
  chart: Chart,
  { group, version, kind, plural, shortNames, scope, hasStatus, annotations }: CrdProps,
): void {
  new ApiObject(chart, `crd-${plural}`, {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}`, ...(annotations ? { annotations } : {}) },
    spec: {
      group,
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
        ...(shortNames ? { shortNames } : {}),
      },
      scope,
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
          ...(hasStatus ? { subresources: { status: {} } } : {}),
        },
      ],
    },
  });
}
