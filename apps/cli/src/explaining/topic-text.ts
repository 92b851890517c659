import { type AnyRule, compareText, type DocumentedKey } from "@groundplan/core-model";
import type { Paint } from "../printing/paint.ts";
import { sentence } from "../printing/sentence.ts";
import { keysBelow, type Topics } from "./find-topics.ts";

/** A rule: why it is there, how serious it is, what it stands on, how to set it aside. */
export function ruleText(rule: AnyRule, paint: Paint): string {
  const kind =
    "checkFleet" in rule
      ? "across the clusters of a repository"
      : "checkAsOf" in rule
        ? "by the date"
        : "in each cluster";
  return [
    `${paint.bold(rule.id)} (rule)`,
    `  ${sentence(capital(rule.why))}`,
    `  Severity: ${paint.severity(rule.severity, rule.severity)}, unless a finding says otherwise. Judged ${kind}.`,
    `  Stands on: ${rule.reference}`,
    ...waiverHint(rule),
    "",
  ].join("\n");
}

function waiverHint(rule: AnyRule): readonly string[] {
  if (rule.final) return ["  It cannot be set aside: nothing can be made of a cluster that breaks it."];
  const example = `    - { rule: ${rule.id}, reason: ..., until: YYYY-MM-DD }`;
  return ["  To set it aside, with a reason and an end date, under spec.waivers:", example];
}

/** A code of the parser: its findings explain themselves. */
export function readingText(code: string, paint: Paint): string {
  const why = code.startsWith("yaml-")
    ? "The text is not the YAML that a document may be"
    : "The document says something that the language does not have";
  const lines = [
    `${paint.bold(code)} (reading)`,
    `  ${why}. The finding itself tells what, where, and the way out.`,
    "  It is no rule, and cannot be set aside. What may stand under a key: `platform explain KEY`.",
  ];
  return `${lines.join("\n")}\n`;
}

/** A key: what it means, what it may be, what it is by default, and what stands below it. */
export function keyText(key: DocumentedKey, topics: Topics, paint: Paint): string {
  const below = keysBelow(topics.keys, key);
  const lines = [
    `${paint.bold(key.path)} (key)`,
    `  ${sentence(capital(key.description ?? "Described by its keys"))}`,
    `  Type: ${key.type}. ${presenceText(key)}`,
    ...(below.length > 0 ? ["  Below it:", ...below.map((child) => `    ${keyLine(child, key.path)}`)] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function presenceText({ required, defaultValue }: DocumentedKey): string {
  if (defaultValue !== undefined) return `Default: ${JSON.stringify(defaultValue)}.`;
  return required ? "Required where its parent stands." : "May be left out.";
}

function keyLine(child: DocumentedKey, parent: string): string {
  const name = child.path.slice(parent.length + 1);
  return `${name}${child.required ? " (required)" : ""}: ${firstSentence(child.description ?? child.type)}`;
}

/** What can be explained: every rule, and the keys at the top of a document. */
export function contentsText({ rules, keys }: Topics, paint: Paint): string {
  const sorted = [...rules].sort((a, b) => compareText(a.id, b.id));
  const width = Math.max(0, ...sorted.map(({ id }) => id.length));
  const ruleLines = sorted.map(
    ({ id, severity, why }) => `  ${id.padEnd(width)}  ${paint.severity(severity, severity.padEnd(7))}  ${why}`,
  );
  const top = keys.filter(({ path }) => /^spec\.[^.]+$/.test(path));
  const keyWidth = Math.max(0, ...top.map(({ path }) => path.length - "spec.".length));
  const keyLines = top.map(
    ({ path, description, type }) =>
      `  ${path.slice("spec.".length).padEnd(keyWidth)}  ${firstSentence(description ?? type)}`,
  );
  return [
    paint.bold(`Rules (${sorted.length})`),
    ...ruleLines,
    "",
    paint.bold("Keys under spec"),
    ...keyLines,
    "",
    "Read more with `platform explain RULE` or `platform explain KEY`, such as kubernetes.etcd.",
    "",
  ].join("\n");
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function firstSentence(text: string): string {
  return /^.*?[.](?=\s|$)/.exec(text)?.[0] ?? text;
}
