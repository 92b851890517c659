import { claimsOf, isFailure, judgeFleet } from "@groundplan/core-model";
import { judgeLoaded, loadCluster } from "@groundplan/synth";
import { expect, test } from "vitest";
import { copyOf, maxCopies } from "./copies.ts";
import { houseCluster } from "./repositories.ts";

const original = houseCluster("ha-lab").text;

test("copies live in one repository: no rule across clusters speaks against them", () => {
  const numbers = [1, 2, 250, 251, 1000, maxCopies];

  const clusters = numbers.map((number) => {
    const { name, text } = copyOf(original, number);
    const loaded = loadCluster(text, `clusters/${name}/cluster.yaml`);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    expect(judgeLoaded(loaded.value).filter(isFailure)).toEqual([]);
    expect(loaded.value.cluster.name).toBe(name);
    return loaded.value.cluster;
  });

  expect(judgeFleet(clusters.map(claimsOf))).toEqual([]);
});

test("a copy is as large as its original, and always the same", () => {
  const [first, again] = [loadCluster(original, "a"), loadCluster(copyOf(original, 7).text, "b")];

  expect(first.ok && again.ok && again.value.cluster.machines.length).toBe(
    first.ok && first.value.cluster.machines.length,
  );
  expect(copyOf(original, 7)).toEqual(copyOf(original, 7));
});

test("a case with other networks, and a number without a network, are refused", () => {
  expect(() => copyOf(original.replaceAll("/24", "/23"), 1)).toThrow("a /24");
  expect(() => copyOf(original, 0)).toThrow("there are copies 1-15000, not 0");
  expect(() => copyOf(original, maxCopies + 1)).toThrow("there are copies 1-15000, not 15001");
});
