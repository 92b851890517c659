import { type Alias, type Document, isNode, isScalar, type Node, type Scalar, visit, type YAMLMap } from "yaml";
import { maxProblems, type Problem, type SourcePlace } from "../problem.ts";
import { hiddenCharacters, visibleText } from "./hidden-characters.ts";

/** Aliases that one document may use. A cluster needs none; more than this is how small files become huge in memory. */
export const maxAliases = 50;

type Report = (node: Node, code: string, message: string, remedy: string) => void;

/** What is valid YAML but not plain data: keys that are no strings or stand twice, aliases that lead nowhere, numbers that lose digits. */
export function plainDataProblems(document: Document.Parsed, placeAt: (offset: number) => SourcePlace): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (node, code, told, remedy) => {
    const place = placeAt(node.range?.[0] ?? 0);
    problems.push({ code, severity: "error", path: [], message: visibleText(told), remedy, place });
  };
  let aliases = 0;
  visit(document, {
    Alias(_, node, above) {
      aliases++;
      if (aliases <= maxAliases) return judgeAlias(node, document, above, report);
      report(node, "yaml-aliases", `more than ${maxAliases} aliases`, "Write the values out");
      return visit.BREAK;
    },
    Map(_, node) {
      judgeKeys(node, (key) => placeAt(key.range?.[0] ?? 0).line, report);
    },
    Scalar(position, node) {
      judgeScalar(node, position === "key", report);
    },
    Node: () => (problems.length < maxProblems ? undefined : visit.BREAK),
  });
  return problems.slice(0, maxProblems);
}

function judgeAlias(node: Alias, document: Document.Parsed, above: readonly unknown[], report: Report): void {
  const target = node.resolve(document);
  if (target === undefined) {
    report(node, "yaml-alias-unknown", `*${node.source} refers to nothing above`, "Write the value out");
  } else if (above.includes(target)) {
    report(node, "yaml-alias-unknown", `*${node.source} refers to what it stands in`, "Write the value out");
  }
}

function judgeKeys(map: YAMLMap, lineOf: (key: Node) => number, report: Report): void {
  const firstOf = new Map<string, Node>();
  for (const { key } of map.items) {
    if (!isNode(key)) continue;
    if (!isScalar(key) || typeof key.value !== "string") {
      const message = isScalar(key) ? `the key ${key.source || "null"} is not a string` : "a key must be a string";
      report(key, "yaml-key-type", message, "Put the key in quotes");
      continue;
    }
    const first = firstOf.get(key.value);
    if (first) {
      const message = `the key ${key.value} stands twice, first at line ${lineOf(first)}`;
      report(key, "yaml-duplicate-key", message, "Keep one of the two");
    } else firstOf.set(key.value, key);
  }
}

function judgeScalar(node: Scalar, isKey: boolean, report: Report): void {
  const { value, source } = node;
  if (typeof value === "string") {
    // Quotes let a text name by an escape what it may not hold in plain sight; only a text of several lines may have their breaks.
    const [found] = hiddenCharacters(isKey ? value : value.replaceAll(/[\n\t]/g, ""));
    if (found) report(node, "yaml-hidden-character", `hidden character ${found.name}`, "Delete it");
  }
  if (typeof value !== "number") return;
  if (!Number.isFinite(value)) {
    report(node, "yaml-number-precision", `${source} is not a finite number`, "Give a number");
  } else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    report(
      node,
      "yaml-number-precision",
      `the integer ${source} loses digits when it is read`,
      "Put it in quotes where a string is wanted, or use a smaller number",
    );
  }
}
