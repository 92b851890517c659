import { parse, stringify } from "yaml";

/** The most copies that have a network of their own. */
export const maxCopies = 15_000;

/**
 * The text of one of many copies of a cluster that can live in one repository: its cluster, machines, network, addresses and
 * names are its own. The case must have one network, a /24.
 * @param number 1-{@link maxCopies}
 * @throws Error for a case with another kind of network, or a number out of range
 */
export function copyOf(text: string, number: number): { readonly name: string; readonly text: string } {
  const document = parse(text);
  const [network, ...others] = Object.values<{ cidr: string }>(document.spec.networks);
  const prefix = /^(\d+\.\d+\.\d+\.)0\/24$/.exec(network?.cidr ?? "")?.[1];
  if (prefix === undefined || others.length > 0) throw new Error("copies are made of a case with one network, a /24");
  if (number < 1 || number > maxCopies) throw new Error(`there are copies 1-${maxCopies}, not ${number}`);

  const mark = `c${String(number).padStart(5, "0")}`;
  const { domain } = document.spec.site;
  const copy = mapTexts(document, (word) =>
    word.replaceAll(prefix, prefixOf(number)).replaceAll(domain, `${mark}.${domain}`),
  );
  const name = `${mark}-${document.metadata.name}`;
  copy.metadata.name = name;
  for (const group of Object.values<MachineGroup>(copy.spec.machines)) {
    for (const range of group.ranges ?? []) range.name = `${mark}-${range.name}`;
    if (group.hosts) group.hosts = mapKeys(group.hosts, (host) => `${mark}-${host}`);
  }
  return { name, text: stringify(copy) };
}

interface MachineGroup {
  ranges?: { name: string }[];
  hosts?: Record<string, unknown>;
}

/** 10.0.0. to 10.59.249.: below the ranges that the cases give to pods and services. */
function prefixOf(number: number): string {
  return `10.${Math.floor((number - 1) / 250)}.${(number - 1) % 250}.`;
}

// The parser types a document as anything, and a copy is of the same shape.
function mapTexts<T>(value: T, change: (text: string) => string): T;
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, change)]));
}

function mapKeys<T>(record: Record<string, T>, change: (key: string) => string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [change(key), value]));
}
