import type { ViewTable } from "../view-table.ts";
import type { BookCost, Cost } from "./cost.ts";

/** The cost of a plan for people: the books side by side, then what each total is made of. None without a book. */
export function costTables(cost: Cost): readonly ViewTable[] {
  if (cost.books.length === 0) return [];
  return [comparison(cost), ...cost.books.map(breakdown)];
}

function comparison(cost: Cost): ViewTable {
  const rows = cost.books.map(({ book, machinesTotal, disksTotal, total, partial }) => [
    `${book.provider}, ${book.region} (${book.date.slice(0, 7)})`,
    formatAmount(machinesTotal),
    formatAmount(disksTotal),
    `${formatAmount(total)} ${book.currency}`,
    partial ? "partial" : book.name === cost.cheapest ? "cheapest" : "",
  ]);
  const head = ["Price book", "Machines a year", "Data disks a year", "Total a year", ""];
  return { title: "Cost", head, rows, right: [1, 2, 3] };
}

function breakdown({ book, machines, disks, unpriced }: BookCost): ViewTable {
  const priced = [...machines, ...disks].map((line) => [
    line.item,
    String(line.count),
    formatAmount(line.each),
    formatAmount(line.subtotal),
    "",
  ]);
  const rows = [...priced, ...unpriced.map((line) => [line.item, String(line.count), "", "", `unpriced: ${line.why}`])];
  const head = ["Item", "Count", "Each a year", "Together a year", ""];
  return { title: `${book.provider}, ${book.region}, ${book.currency}`, head, rows, right: [1, 2, 3] };
}

/** An amount with its thousands set apart: 227,195.40. The same under every locale. */
export function formatAmount(amount: string): string {
  return amount.replace(/\B(?=(\d{3})+\.)/g, ",");
}
