import { expect, test } from "vitest";
import { z } from "zod";
import { clusterDocument } from "./cluster-document.ts";
import { documentedKeys, keysAt, schemasAt } from "./schema-walk.ts";

const Balancer = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("pair").describe("Two machines."), group: z.string().describe("Their group.") }),
  z.strictObject({ kind: z.literal("none").describe("Nothing.") }),
]);
const Plan = z.strictObject({
  balancer: Balancer.optional().describe("The way in."),
  disks: z.array(z.strictObject({ sizeGB: z.int().default(40).describe("Size.") })).describe("Disks."),
  labels: z.record(z.string(), z.string()).default({}).describe("Labels."),
});

test("keys are known below wrappers, unions, lists and names that people choose", () => {
  expect(keysAt(Plan, [])).toEqual(["balancer", "disks", "labels"]);
  expect(keysAt(Plan, ["balancer"])).toEqual(["kind", "group"]);
  expect(keysAt(Plan, ["disks", 7])).toEqual(["sizeGB"]);
  expect(keysAt(Plan, ["labels", "any"])).toEqual([]);
  expect(keysAt(Plan, ["nothing", "below"])).toEqual([]);
});

test("a wildcard enters lists and names that people choose", () => {
  expect(schemasAt(Plan, ["disks", "*", "sizeGB"])).toHaveLength(1);
  expect(schemasAt(Plan, ["labels", "*"])).toHaveLength(1);
});

test("every key is told with type, default and words; branches of a union are told together", () => {
  expect(documentedKeys(Plan)).toEqual([
    { path: "balancer", type: "mapping", required: false, description: "The way in." },
    { path: "balancer.kind", type: "pair | none", required: true, description: "Two machines. Nothing." },
    { path: "balancer.group", type: "string", required: true, description: "Their group." },
    { path: "disks", type: "list", required: true, description: "Disks." },
    { path: "disks.*.sizeGB", type: "number", required: false, defaultValue: 40, description: "Size." },
    { path: "labels", type: "mapping", required: false, defaultValue: {}, description: "Labels." },
  ]);
});

test("every key of the language is documented, and each optional one says what happens without it", () => {
  const keys = documentedKeys(clusterDocument([]));

  expect(keys.length).toBeGreaterThan(100);
  expect(keys.filter((key) => !key.description).map((key) => key.path)).toEqual([]);
  const silent = keys.filter((key) => !key.required && !/default|wanted|needed/i.test(key.description ?? ""));
  expect(silent.map((key) => key.path)).toEqual([]);
});
