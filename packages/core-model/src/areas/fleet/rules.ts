import type { ClusterClaims } from "../../claims.ts";
import { compareText, type Path } from "../../problem.ts";
import type { FleetRule } from "../../rule.ts";
import { contestedClaims } from "./contested-claims.ts";

const clusterName: FleetRule = {
  id: "fleet-cluster-name-twice",
  why: "The name is the folder, the lock and the tag of a cluster: two of one name write over each other.",
  severity: "error",
  reference: "plain sense: a cluster is found by its name",
  *checkFleet(fleet) {
    const counts = new Map<string, number>();
    for (const { cluster } of fleet) counts.set(cluster, (counts.get(cluster) ?? 0) + 1);
    for (const [cluster, count] of counts) {
      if (count === 1) continue;
      yield {
        cluster,
        path: ["metadata", "name"],
        value: cluster,
        message: `${count} documents describe a cluster of the name ${cluster}`,
        remedy: "Give each a name of its own",
      };
    }
  },
};

const address: FleetRule = {
  id: "fleet-address-twice",
  why: "Two holders of one address answer for each other: connections break at random, in both clusters.",
  severity: "error",
  reference: "RFC 5227 section 1.1",
  *checkFleet(fleet) {
    const claims = (cluster: ClusterClaims) => cluster.addresses;
    for (const { cluster, claim, more, others } of contestedClaims(fleet, claims, ({ address }) => address)) {
      yield {
        cluster,
        path: claim.path,
        value: claim.address,
        message: `${claim.address} of ${claim.owner} is also used in cluster ${others}${more}`,
        remedy: "Choose free addresses, or waive this where the clusters never meet",
      };
    }
  },
};

const hostName: FleetRule = {
  id: "fleet-host-name-twice",
  why: "Inventories, metrics and logs know a machine by its name: two of one name are mixed up.",
  severity: "error",
  reference: "RFC 1178",
  *checkFleet(fleet) {
    const claims = (cluster: ClusterClaims) => cluster.hostNames;
    for (const { cluster, claim, more, others } of contestedClaims(fleet, claims, ({ name }) => name)) {
      yield {
        cluster,
        path: claim.path,
        value: claim.name,
        message: `${claim.name} is also a machine of cluster ${others}${more}`,
        remedy: "Begin the names with the cluster's",
      };
    }
  },
};

const routerId: FleetRule = {
  id: "fleet-router-id-twice",
  why: "Two pairs with one router id on one segment take each other for their own backup, and one of the addresses goes down.",
  severity: "error",
  reference: "RFC 5798 section 5.2.3",
  *checkFleet(fleet) {
    const claims = (cluster: ClusterClaims) => cluster.routerIds;
    const keyOf = (claim: { routerId: number; segment: string }) => `${claim.routerId} ${claim.segment}`;
    for (const { cluster, claim, others } of contestedClaims(fleet, claims, keyOf)) {
      yield {
        cluster,
        path: claim.path,
        value: claim.routerId,
        message: `router id ${claim.routerId} on segment ${claim.segment} is also used in cluster ${others}`,
        remedy: "Choose another id from 1 to 255",
      };
    }
  },
};

const triedRelease: FleetRule = {
  id: "fleet-release-untried",
  why: "What a lower tier runs has been tried by somebody; production should not be the first.",
  severity: "advice",
  reference: "a published chapter on deployment models: every tier runs the platform before production does",
  *checkFleet(fleet) {
    const path: Path = ["spec", "release"];
    const lower = fleet.filter((claims) => claims.tier !== "production");
    const tried = new Set(lower.map((claims) => claims.release));
    const known = [...tried].sort(compareText).join(", ") || "none";
    for (const { cluster, tier, release } of fleet) {
      if (tier !== "production" || tried.has(release)) continue;
      yield {
        cluster,
        path,
        value: release,
        message: `release ${release} runs in no lower tier of this repository (there: ${known})`,
        remedy: "Run it in a testing, development or staging cluster first",
      };
    }
  },
};

export const fleetRules: readonly FleetRule[] = [clusterName, address, hostName, routerId, triedRelease];
