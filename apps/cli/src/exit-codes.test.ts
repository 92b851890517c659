import { expect, test } from "vitest";
import { exit, exitCodes, exitCodesPage, exitCodesText } from "./exit-codes.ts";

test("each code has one meaning", () => {
  expect(new Set(exitCodes.map(({ code }) => code)).size).toBe(exitCodes.length);
  expect(exit.problems).toBe(2);
});

test("the page in docs/ is made from the table", async () => {
  await expect(exitCodesPage()).toMatchFileSnapshot("../../../docs/exit-codes.md");
});

test("the help shows every code", () => {
  for (const { code, meaning } of exitCodes)
    expect(exitCodesText()).toMatch(new RegExp(`^ *${code}  ${meaning.slice(0, 10)}`, "m"));
});
