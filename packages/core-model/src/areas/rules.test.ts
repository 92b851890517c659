import { describe, expect, test } from "vitest";
import { findingsOf } from "./rule-case.ts";
import { ruleCases } from "./rules.cases.ts";
import { areaRules, fleetRules, waiverRules } from "./rules.ts";

const rules = [...areaRules, ...waiverRules, ...fleetRules];

test("every rule has an id of its own", () => {
  const ids = rules.map((rule) => rule.id);

  expect(ids.filter((id, position) => ids.indexOf(id) !== position)).toEqual([]);
  expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
});

test.each(rules)("$id says why in one sentence, and what it stands on", ({ why, reference }) => {
  expect(why).toMatch(/^\S.{20,}\.$/);
  expect(reference).toMatch(
    /^https:\/\/\S+$|^RFC \d+|^(a )?published [a-z].{10,}|^plain sense: .{10,}|^the component's own/,
  );
});

test.each(rules)("$id has a case that breaks it and one that keeps it", ({ id }) => {
  expect(ruleCases[id]?.breaks.length).toBeGreaterThan(0);
  expect(ruleCases[id]?.keeps.length).toBeGreaterThan(0);
});

test("every case is of a rule that exists", () => {
  const ids = new Set(rules.map((rule) => rule.id));

  expect(Object.keys(ruleCases).filter((id) => !ids.has(id))).toEqual([]);
});

describe.each(Object.entries(ruleCases))("%s", (id, { breaks, keeps }) => {
  test.each(breaks)("is broken: $name", (breaking) => {
    const found = findingsOf(id, breaking);

    expect(breaking.finds).not.toEqual([]);
    expect(found.map((text, position) => abridged(text, breaking.finds[position]))).toEqual(breaking.finds);
  });

  test.each(keeps)("is kept: $name", (keeping) => {
    expect(findingsOf(id, keeping)).toEqual([]);
  });
});

/** Only as much of a finding as the case tells, where it ends in three dots. */
function abridged(found: string, told = ""): string {
  return told.endsWith(" ...") ? `${found.slice(0, told.length - 3)}...` : found;
}

test("the example keeps every rule", () => {
  const broken = rules.filter(({ id }) => findingsOf(id, { name: "example" }).length > 0);

  expect(broken.map((rule) => rule.id)).toEqual([]);
});
