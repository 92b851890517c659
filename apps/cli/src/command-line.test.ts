import { afterEach, expect, test } from "vitest";
import { exitCodes } from "./exit-codes.ts";
import { removeTestRepositories, testRepository } from "./testing/test-repository.ts";

afterEach(removeTestRepositories);

const platform = (...given: string[]) => testRepository().platform(...given);
const commands = ["validate", "synth", "inventory", "cost", "schema", "explain"];

test("help lists every command and every exit code", async () => {
  const { code, stdout } = await platform("--help");

  expect(code).toBe(0);
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
  for (const { code: number, meaning } of exitCodes) expect(stdout).toContain(`${number}  ${meaning}`);
});

test.each(commands)("%s --help has examples", async (command) => {
  const { code, stdout } = await platform(command, "--help");

  expect(code).toBe(0);
  expect(stdout).toContain(`Examples:\n  platform ${command}`);
  expect(stdout).toContain("--repository <folder>");
});

test("the version is that of the package", async () => {
  expect(await platform("--version")).toEqual({ code: 0, stdout: "0.1.0\n", stderr: "" });
});

test.each([
  [["sinth"], "unknown command 'sinth'"],
  [["synth", "--chek"], "unknown option '--chek'"],
  [["validate", "--format", "xml"], "argument 'xml' is invalid"],
  [["schema", "one"], "too many arguments"],
  [["validate", "nope"], "there is no cluster nope. There are none below clusters/."],
  [
    ["validate", "--repository", "elsewhere"],
    "there is no folder clusters/ in elsewhere. Run it in the root of a repository",
  ],
])("%j is wrong, and a way out is named", async (given, said) => {
  const { code, stdout, stderr } = await platform(...given);

  expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
  expect(stderr).toMatch(/^platform: /);
  expect(stderr).toContain(said);
});

test("a slip in the name of a command leads to the right one", async () => {
  expect((await platform("sinth")).stderr).toContain("(Did you mean synth?)");
});

test("nothing at all is answered with help, and is no success", async () => {
  const { code, stderr } = await platform();

  expect(code).toBe(3);
  expect(stderr).toContain("Usage: platform");
});
