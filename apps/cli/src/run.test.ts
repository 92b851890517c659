import { afterEach, expect, test } from "vitest";
import { exit } from "./exit-codes.ts";
import { run } from "./run.ts";
import { removeTestRepositories, testRepository } from "./testing/test-repository.ts";
import { Interruption, type World } from "./world.ts";

afterEach(removeTestRepositories);

/** A world in which reading the calendar fails in a given way. */
function failing(error: unknown) {
  let said = "";
  const output = {
    write: (text: string) => {
      said += text;
    },
    isTerminal: false,
    hasColour: false,
    columns: undefined,
  };
  const world: World = {
    workingFolder: testRepository().folder,
    stdout: output,
    stderr: output,
    today: () => {
      throw error;
    },
    now: () => 0,
    processId: 1,
    isRunning: () => false,
    interruption: () => new AbortController().signal,
  };
  return { world, said: () => said };
}

test("a fault of ours is one line that says how to report it, with a code of its own", async () => {
  const { world, said } = failing(new TypeError("no \u001b[31mmoon"));

  expect(await run(["validate"], world)).toBe(exit.internal);
  expect(said()).toBe(
    "platform: internal error: no \\u{1b}[31mmoon. This is a fault of platform, not of your files: please report it with this line and the command; --debug shows where it happened.\n",
  );
});

test("--debug shows where it happened", async () => {
  const { world, said } = failing(new TypeError("no moon"));

  await run(["validate", "--debug"], world);

  expect(said()).toMatch(/\n {4}at /);
});

test("an interruption ends with the code of its signal", async () => {
  expect(await run(["validate"], failing(new Interruption("SIGTERM")).world)).toBe(exit.terminated);
  expect(await run(["validate"], failing(new Interruption("SIGINT")).world)).toBe(exit.interrupted);
});
