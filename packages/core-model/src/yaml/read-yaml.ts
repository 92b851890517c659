import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  type YAMLError,
} from "yaml";
import { maxProblems, type Path, type Problem, type SourcePlace } from "../problem.ts";
import { visibleText } from "./hidden-characters.ts";
import { limitProblems } from "./limits.ts";
import { maxAliases, plainDataProblems } from "./plain-data.ts";

/** A YAML document as data that still knows where everything stood. */
export interface YamlSource {
  readonly file: string;
  readonly data: unknown;
  /** The place of a path, or of the nearest thing above it that exists. */
  placeOf(path: Path): SourcePlace;
  /** The text of a scalar exactly as it was written: `1.30` where the data holds 1.3. */
  writtenAt(path: Path): string | undefined;
}

export type YamlResult =
  | { readonly ok: true; readonly source: YamlSource }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads one YAML 1.2 document, strictly. Size, nesting and invisible characters are judged before the parser sees the text,
 * since a parser can be brought down by them.
 * @param file name that problems are reported under
 */
export function readYaml(text: string, file: string): YamlResult {
  const limits = limitProblems(text, file);
  if (limits.length > 0) return { ok: false, problems: limits };
  return readDocuments(text.replace(/^\ufeff/, ""), file);
}

function readDocuments(text: string, file: string): YamlResult {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    version: "1.2",
    schema: "core",
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const document = documents[0];
  if (!Array.isArray(documents) || document === undefined || isEmpty(document)) {
    const remedy = "Start with apiVersion and kind, or run `platform schema` for the whole language";
    return refuse(file, "yaml-empty", "the document is empty", remedy);
  }
  const placeAt = (offset: number): SourcePlace => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  if (documents.length > 1) {
    return refuse(
      file,
      "yaml-many-documents",
      `expected 1 document, found ${documents.length}`,
      "Give each cluster a folder of its own",
      placeAt(documents[1]?.range[0] ?? 0),
    );
  }
  const problems = [...document.errors, ...document.warnings].map((error) => parserProblem(error, placeAt));
  problems.push(...plainDataProblems(document, placeAt));
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, maxProblems) };
  const data = plainData(document);
  if (data === undefined)
    return refuse(file, "yaml-aliases", "the aliases stand for too many values", "Write the values out");
  return {
    ok: true,
    source: {
      file,
      data,
      placeOf: (path) => placeAt(offsetOf(document, path)),
      writtenAt: (path) => {
        const node = document.getIn([...path], true);
        return isScalar(node) ? node.source : undefined;
      },
    },
  };
}

function isEmpty({ contents, errors }: Document.Parsed): boolean {
  return errors.length === 0 && (contents === null || (isScalar(contents) && contents.value === null));
}

/** The document as plain values; none where its few aliases stand for far more than the text holds. */
function plainData(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: maxAliases });
  } catch (error) {
    // What the library throws once it has counted too many; aliases that lead nowhere were found before.
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function refuse(
  file: string,
  code: string,
  message: string,
  remedy: string,
  place: SourcePlace = { file, line: 1, column: 1 },
): YamlResult {
  return { ok: false, problems: [{ code, severity: "error", path: [], message, remedy, place }] };
}

const parserRemedies: Partial<Record<YAMLError["code"], [code: string, remedy: string]>> = {
  TAG_RESOLVE_FAILED: ["yaml-foreign-tag", "Remove the tag: the document is plain data"],
  TAB_AS_INDENT: ["yaml-syntax", "Indent with spaces"],
  MULTIPLE_ANCHORS: ["yaml-syntax", "Remove the anchors"],
};

function parserProblem(error: YAMLError, placeAt: (offset: number) => SourcePlace): Problem {
  const [code, remedy] = parserRemedies[error.code] ?? [
    "yaml-syntax",
    "Correct the YAML here; an editor with a YAML mode shows where it breaks",
  ];
  return {
    code,
    severity: "error",
    path: [],
    // The parser quotes what it could not read, however long that is.
    message: visibleText((error.message.split("\n")[0] ?? error.code).slice(0, 200)),
    remedy,
    place: placeAt(error.pos[0]),
  };
}

/** Where a path begins in the text: at the key, for a key; at the item, for a list item. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step);
      if (!pair) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === "number") {
      const item: unknown = node.items[step];
      if (!isNode(item)) break;
      offset = item.range?.[0] ?? offset;
      node = item;
    } else break;
  }
  return offset;
}
