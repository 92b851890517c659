import { expect, test } from "vitest";
import { jsonText, visibleText } from "./visible-text.ts";

test("what a terminal would obey is shown instead", () => {
  expect(visibleText("a\u001b[31mb\r\nc\u009b2J\u202ed\u2028e")).toBe(
    "a\\u{1b}[31mb\\u{d}\\u{a}c\\u{9b}2J\\u{202e}d\\u{2028}e",
  );
});

test("ordinary text of any script stays as it is", () => {
  expect(visibleText("集群 «größer» 10 €")).toBe("集群 «größer» 10 €");
});

test("JSON holds the same data, and nothing hidden", () => {
  const data = { name: "a\u001b\u009b\u202e\u{e0001}\u2028", count: 1 };

  const text = jsonText(data);

  expect(JSON.parse(text)).toEqual(data);
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
});
