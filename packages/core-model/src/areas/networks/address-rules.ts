import type { Cluster } from "../../cluster.ts";
import type { Rule } from "../../rule.ts";
import { clashesOf } from "../machines/clashes.ts";
import { networkOf } from "../machines/facts.ts";
import type { Machine } from "../machines/machine.ts";
import { addressClaims } from "./facts.ts";
import { fromNumber, prefixLength, spanOf, toNumber } from "./ipv4.ts";

const inNetwork: Rule = {
  id: "address-outside-network",
  why: "A machine whose address is not in its network reaches neither its neighbours nor its router.",
  severity: "error",
  reference: "RFC 1122 section 3.3.1",
  *check(cluster) {
    for (const [machine, ...others] of byPlace(outsiders(cluster)).values()) {
      if (!machine) continue;
      const more = others.length === 0 ? "" : `; ${others.length} more likewise`;
      const { cidr } = networkOf(cluster, machine);
      yield {
        path: machine.path,
        value: machine.address,
        message: `${machine.name} (${machine.address}) is outside network ${machine.network} (${cidr})${more}`,
        remedy: "Choose addresses in the network, widen it, or place the machines in another",
      };
    }
  },
};

function outsiders(cluster: Cluster): readonly Machine[] {
  const spans = new Map(Object.entries(cluster.spec.networks).map(([name, { cidr }]) => [name, spanOf(cidr)]));
  return cluster.machines.filter((machine) => {
    const span = spans.get(machine.network);
    const address = toNumber(machine.address);
    return !span || address < span.first || span.last < address;
  });
}

/** What a range says once for many machines is reported once. */
function byPlace(machines: readonly Machine[]): ReadonlyMap<string, readonly Machine[]> {
  const places = new Map<string, Machine[]>();
  for (const machine of machines) {
    const place = JSON.stringify(machine.path);
    const known = places.get(place);
    if (known) known.push(machine);
    else places.set(place, [machine]);
  }
  return places;
}

const unique: Rule = {
  id: "address-twice",
  why: "Two holders of one address answer for each other: connections break at random, and nobody finds out why.",
  severity: "error",
  reference: "RFC 5227 section 1.1",
  *check(cluster) {
    const outside = new Set(outsiders(cluster).map((machine) => machine.name));
    const claims = addressClaims(cluster).filter((claim) => !outside.has(claim.owner));
    for (const { claim, first, more } of clashesOf(claims, (claim) => claim.address)) {
      yield {
        path: claim.path,
        value: claim.address,
        message: `${claim.address} is the address of ${claim.owner} and of ${first.owner}${more}`,
        remedy: "Choose a free address",
      };
    }
  },
};

const reserved: Rule = {
  id: "address-reserved",
  why: "The router's, the network's and the broadcast address belong to the network: a machine that takes one cuts the others off.",
  severity: "error",
  reference: "RFC 1122 section 3.2.1.3",
  *check(cluster) {
    const taken = reservedAddresses(cluster);
    for (const { address, owner, path } of addressClaims(cluster)) {
      const role = taken.get(address);
      if (role === undefined) continue;
      yield { path, value: address, message: `${address} of ${owner} is ${role}`, remedy: "Choose a free address" };
    }
  },
};

function reservedAddresses(cluster: Cluster): ReadonlyMap<string, string> {
  const reserved = new Map<string, string>();
  for (const [name, { cidr, router }] of Object.entries(cluster.spec.networks)) {
    const { first, last } = spanOf(cidr);
    // A network of two addresses has neither (RFC 3021).
    if (prefixLength(cidr) < 31) {
      reserved.set(fromNumber(first), `the address of network ${name} itself (${cidr})`);
      reserved.set(fromNumber(last), `the broadcast address of network ${name} (${cidr})`);
    }
    reserved.set(router, `the router of network ${name}`);
  }
  return reserved;
}

export const addressRules: readonly Rule[] = [inNetwork, unique, reserved];
