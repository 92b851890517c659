import type { Cluster } from "../../cluster.ts";
import type { Path } from "../../problem.ts";
import type { Rule } from "../../rule.ts";
import { toNumber } from "../networks/ipv4.ts";
import type { Range } from "./schema.ts";

const empty: Rule = {
  id: "range-empty",
  why: "A range that gives no machine is a slip of the pen: somebody counts on machines that are not there.",
  severity: "error",
  reference: "plain sense: a range is written for the machines that it gives",
  *check(cluster) {
    for (const { range, path } of rangesOf(cluster)) {
      const { first, last, skip } = range;
      const left = new Set(skip.filter((number) => isIn(range, number))).size;
      if (last - first + 1 > left) continue;
      yield {
        path,
        message: last < first ? `first ${first} is past last ${last}` : `all of ${first} to ${last} are skipped`,
        remedy: "Correct the numbers, or remove the range",
      };
    }
  },
};

const skipOutside: Rule = {
  id: "range-skip-outside",
  why: "A number that the range does not have leaves nobody out: the machine that was meant is still there.",
  severity: "warning",
  reference: "plain sense: only a number of the range can be left out",
  *check(cluster) {
    for (const { range, path } of rangesOf(cluster)) {
      for (const [position, number] of range.skip.entries()) {
        if (isIn(range, number)) continue;
        yield {
          path: [...path, "skip", position],
          value: number,
          message: `${number} is not between first ${range.first} and last ${range.last}`,
          remedy: "Correct the number, or remove it",
        };
      }
    }
  },
};

const overflow: Rule = {
  id: "range-address-overflow",
  why: "Addresses end at 255.255.255.255: the machines behind it would have none.",
  severity: "error",
  reference: "RFC 791 section 3.2",
  *check(cluster) {
    for (const { range, path } of rangesOf(cluster)) {
      if (toNumber(range.firstAddress) + range.last - range.first <= 0xffff_ffff) continue;
      yield {
        path: [...path, "firstAddress"],
        value: range.firstAddress,
        message: `${range.last - range.first + 1} addresses from ${range.firstAddress} run past 255.255.255.255`,
        remedy: "Begin lower, in the group's network",
      };
    }
  },
};

function isIn({ first, last }: Range, number: number): boolean {
  return first <= number && number <= last;
}

function* rangesOf(cluster: Cluster): Generator<{ readonly range: Range; readonly path: Path }> {
  for (const [name, group] of Object.entries(cluster.spec.machines)) {
    for (const [position, range] of (group.ranges ?? []).entries()) {
      yield { range, path: ["spec", "machines", name, "ranges", position] };
    }
  }
}

export const rangeRules: readonly Rule[] = [empty, skipOutside, overflow];
