import { Big } from "big.js";
import type { Disk, Size } from "../../areas/machines/schema.ts";
import type { PriceBook } from "../../price-books/schema.ts";
import { compareText } from "../../problem.ts";
import { dataDisks, type PlanTotals, planTotals, type SizedMachine, trySystemDisk } from "./plan-totals.ts";

/** Like items at one price. Amounts are decimals with two places, in the currency of the book, for a year. */
export interface CostLine {
  /** "8 cores, 32 GiB" or "500 GB ssd". */
  readonly item: string;
  readonly count: number;
  readonly each: string;
  readonly subtotal: string;
}

/** Like items that the book has no price for. */
export interface UnpricedLine {
  readonly item: string;
  readonly count: number;
  readonly why: string;
}

/** What a plan costs for a year by one book. */
export interface BookCost {
  readonly book: PriceBook;
  readonly machines: readonly CostLine[];
  readonly disks: readonly CostLine[];
  readonly machinesTotal: string;
  readonly disksTotal: string;
  /** What the lines add up to; not the whole price when `partial`. */
  readonly total: string;
  readonly unpriced: readonly UnpricedLine[];
  /** True when something has no price in the book. */
  readonly partial: boolean;
}

export interface Cost {
  readonly plan: PlanTotals;
  /** In the order of the books. */
  readonly books: readonly BookCost[];
  /** Name of the cheapest book that prices everything; none without such a book, or when such books differ in currency. */
  readonly cheapest?: string;
}

/** Prices a plan for a year by each book. What a book does not list is unpriced, and its total partial: nothing is interpolated. */
export function costOf(machines: readonly SizedMachine[], books: readonly PriceBook[]): Cost {
  const costs = books.map((book) => bookCost(machines, book));
  const cheapest = cheapestOf(costs);
  return { plan: planTotals(machines), books: costs, ...(cheapest === undefined ? {} : { cheapest }) };
}

/** One thing to pay for: its name, and its price or why it has none. */
type Priced = { readonly item: string } & ({ readonly perYear: string } | { readonly why: string });

function bookCost(machines: readonly SizedMachine[], book: PriceBook): BookCost {
  const instances = machines.map((machine) => priceInstance(machine.size, book));
  const disks = machines.flatMap((machine) => [
    ...priceSystemDisk(machine, book),
    ...dataDisks(machine).map((disk) => priceDisk(disk, book)),
  ]);
  const machineLines = costLines(instances);
  const diskLines = costLines(disks);
  const unpriced = unpricedLines([...instances, ...disks]);
  const machinesTotal = sumOf(machineLines);
  const disksTotal = sumOf(diskLines);
  return {
    book,
    machines: machineLines,
    disks: diskLines,
    machinesTotal: machinesTotal.toFixed(2),
    disksTotal: disksTotal.toFixed(2),
    total: machinesTotal.plus(disksTotal).toFixed(2),
    unpriced,
    partial: unpriced.length > 0,
  };
}

function priceInstance(size: Size, book: PriceBook): Priced {
  const item = sizeText(size);
  const price = tryInstancePrice(size, book);
  return price ? { item, perYear: price.perYear } : { item, why: "the book does not list this size" };
}

// A price without graphics processors is not the price of a machine that has some.
function tryInstancePrice(size: Size, book: PriceBook): PriceBook["instances"][number] | undefined {
  if (size.gpus > 0) return undefined;
  return book.instances.find((price) => price.cpuCores === size.cpuCores && price.memoryGiB === size.memoryGiB);
}

/** The system disk costs nothing of its own while it is not larger than the one that the price of the machine includes. */
function priceSystemDisk(machine: SizedMachine, book: PriceBook): readonly Priced[] {
  const disk = trySystemDisk(machine);
  const price = tryInstancePrice(machine.size, book);
  if (!disk || !price || disk.sizeGB <= price.includesSystemDiskGB) return [];
  const why = `the price of the machine includes ${price.includesSystemDiskGB} GB`;
  return [{ item: `system disk ${diskText(disk)}`, why }];
}

function priceDisk(disk: Disk, book: PriceBook): Priced {
  const listed = book.disks.filter((price) => price.sizeGB === disk.sizeGB);
  const price = listed.find(({ kind }) => kind === disk.kind) ?? listed.find(({ kind }) => kind === undefined);
  return price
    ? { item: diskText(price), perYear: price.perYear }
    : { item: diskText(disk), why: "the book does not list this disk" };
}

function costLines(items: readonly Priced[]): readonly CostLine[] {
  const lines = new Map<string, CostLine>();
  for (const entry of items) {
    if (!("perYear" in entry)) continue;
    const count = (lines.get(entry.item)?.count ?? 0) + 1;
    const subtotal = new Big(entry.perYear).times(count).toFixed(2);
    lines.set(entry.item, { item: entry.item, count, each: entry.perYear, subtotal });
  }
  return [...lines.values()].sort((a, b) => new Big(a.each).cmp(b.each) || compareText(a.item, b.item));
}

function unpricedLines(items: readonly Priced[]): readonly UnpricedLine[] {
  const lines = new Map<string, UnpricedLine>();
  for (const entry of items) {
    if ("perYear" in entry) continue;
    const key = `${entry.item}, ${entry.why}`;
    lines.set(key, { item: entry.item, count: (lines.get(key)?.count ?? 0) + 1, why: entry.why });
  }
  return [...lines.values()].sort((a, b) => compareText(a.item, b.item) || compareText(a.why, b.why));
}

function sumOf(lines: readonly CostLine[]): Big {
  return lines.reduce((sum, line) => sum.plus(line.subtotal), new Big(0));
}

function cheapestOf(costs: readonly BookCost[]): string | undefined {
  const complete = costs.filter((cost) => !cost.partial);
  const currencies = new Set(complete.map((cost) => cost.book.currency));
  if (currencies.size !== 1) return undefined;
  const [cheapest] = [...complete].sort(
    (a, b) => new Big(a.total).cmp(b.total) || compareText(a.book.name, b.book.name),
  );
  return cheapest?.book.name;
}

function sizeText(size: Size): string {
  const graphics = size.gpus > 0 ? `, ${size.gpus} GPU` : "";
  return `${size.cpuCores} cores, ${size.memoryGiB} GiB${graphics}`;
}

function diskText(disk: { readonly sizeGB: number; readonly kind?: string | undefined }): string {
  return disk.kind === undefined ? `${disk.sizeGB} GB` : `${disk.sizeGB} GB ${disk.kind}`;
}
