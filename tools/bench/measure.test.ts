import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type Measured, median, medianOf, ratioOf, runInTurn, runOnce } from "./measure.ts";

const folder = mkdtempSync(join(tmpdir(), "groundplan-measure-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = (code: string) => ({ name: "program", command: ["--eval", code], folder });

test("what a process takes is seen: time, work and memory", async () => {
  const little = await runOnce(program("0"));
  const memory = await runOnce(program("globalThis.kept = Buffer.alloc(64 * 1024 * 1024, 1)"));
  const sleep = await runOnce(program("setTimeout(() => {}, 500)"));
  const work = await runOnce(
    program("const end = process.cpuUsage().user + 5e5; while (process.cpuUsage().user < end);"),
  );

  expect(memory.peakMiB).toBeGreaterThan(little.peakMiB + 60);
  expect(sleep.wallMs).toBeGreaterThan(500);
  expect(sleep.cpuMs).toBeLessThan(400);
  expect(work.cpuMs).toBeGreaterThan(500);
});

test("a process that fails is no measurement, and what it said is told", async () => {
  await expect(runOnce(program("console.log('one'); console.error('two'); process.exit(3)"))).rejects.toThrow(
    /^program ended with 3:\n(?:one\ntwo|two\none)\n$/,
  );
});

test("contestants run in turn, and each is prepared before each of its runs", async () => {
  const order: string[] = [];
  const contestant = (name: string) => ({ ...program("0"), name, before: () => order.push(name) });

  const measured = await runInTurn({ a: contestant("one"), b: contestant("two") }, 2, () => {});

  expect(order).toEqual(["one", "two", "one", "two"]);
  expect(measured.a.samples).toHaveLength(2);
});

test("middles: of values, of samples, and of the ratios of each round", () => {
  const samples = (...wallMs: number[]) => wallMs.map((each) => ({ wallMs: each, cpuMs: 1, peakMiB: 2 }));
  const one: Measured = { name: "one", samples: samples(30, 10, 100) };
  const other: Measured = { name: "other", samples: samples(10, 10, 10) };

  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(medianOf(one)).toEqual({ wallMs: 30, cpuMs: 1, peakMiB: 2 });
  expect(ratioOf(one, other, "wallMs")).toBe(3);
  expect(() => median([])).toThrow("no median");
});
