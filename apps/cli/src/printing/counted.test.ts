import { expect, test } from "vitest";
import { counted, grouped } from "./counted.ts";

test.each([
  ["0", "0"],
  ["999", "999"],
  ["1000", "1,000"],
  ["227195.40", "227,195.40"],
  ["-1234567.8", "-1,234,567.8"],
])("%s is read as %s", (given, read) => {
  expect(grouped(given)).toBe(read);
});

test("a number goes with its noun", () => {
  expect(counted(1, "error")).toBe("1 error");
  expect(counted(1500, "file")).toBe("1,500 files");
  expect(counted(2, "piece of advice", "pieces of advice")).toBe("2 pieces of advice");
});
