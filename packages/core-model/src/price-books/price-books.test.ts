import { expect, test } from "vitest";
import { builtinPriceBooks } from "./builtin-price-books.ts";
import { parsePriceBook } from "./parse-price-book.ts";

const book = builtinPriceBooks[0];

test.each(builtinPriceBooks)("$name is what its schema says", (builtin) => {
  expect(parsePriceBook(builtin)).toEqual({ ok: true, value: builtin, problems: [] });
});

test("every book of the house has a name of its own, and they stand in order", () => {
  const names = builtinPriceBooks.map(({ name }) => name);

  expect(names).toEqual([...new Set(names)].sort());
});

test.each([
  ["a number, since a float cannot hold a cent", 2386.8],
  ["an amount without cents", "2386"],
  ["an amount with a thousands separator", "2,386.80"],
  ["a negative amount", "-2386.80"],
])("a price may not be %s", (_, perYear) => {
  const own = { ...book, disks: [{ sizeGB: 500, perYear }] };

  expect(parsePriceBook(own).problems).toMatchObject([{ code: "price-book-schema", path: ["disks", 0, "perYear"] }]);
});

test("a size or a disk has one price", () => {
  const disk = { sizeGB: 500, perYear: "1.00" };

  expect(parsePriceBook({ ...book, disks: [disk, disk] }).problems).toMatchObject([
    { path: ["disks"], message: "this is no price book: must name each disk once" },
  ]);
  expect(parsePriceBook({ ...book, disks: [disk, { ...disk, kind: "ssd" }] }).ok).toBe(true);
});
