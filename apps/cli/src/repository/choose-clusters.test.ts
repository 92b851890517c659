import { expect, test } from "vitest";
import { chooseClusters } from "./choose-clusters.ts";

const all = ["edge-pair", "ha-lab", "ha-prod"];

test("no name means all, several mean those, in the order of the repository", () => {
  expect(chooseClusters(all, [])).toEqual(all);
  expect(chooseClusters(all, ["ha-prod", "edge-pair", "ha-prod"])).toEqual(["edge-pair", "ha-prod"]);
});

test.each(["clusters/ha-lab", "./clusters/ha-lab/", "ha-lab/"])("%s is a way to name a cluster", (given) => {
  expect(chooseClusters(all, [given])).toEqual(["ha-lab"]);
});

test("an unknown name leads to the nearest", () => {
  expect(() => chooseClusters(all, ["ha-pord"])).toThrow(
    expect.objectContaining({ message: "there is no cluster ha-pord", remedy: "Did you mean ha-prod?" }),
  );
  expect(() => chooseClusters(all, ["../etc"])).toThrow(
    expect.objectContaining({ remedy: "Known: edge-pair, ha-lab, ha-prod" }),
  );
  expect(() => chooseClusters([], ["x"])).toThrow(
    expect.objectContaining({ remedy: "There are none below clusters/" }),
  );
});
