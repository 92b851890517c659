import { describe, expect, test } from "vitest";
import { builtin, catalogueOf, type Registry } from "./index.ts";

describe("what the house brings", () => {
  test("has one name for each thing", () => {
    const lists = [
      [...builtin.hostComponents, ...builtin.addons].map(({ kind, name }) => `${kind} ${name}`),
      builtin.deliveries.map(({ name }) => name),
      builtin.releases.map(({ version }) => version),
      builtin.priceBooks.map(({ name }) => name),
    ];

    for (const names of lists) {
      expect(names.length).toBeGreaterThan(0);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe("a catalogue", () => {
  test("has what the registry has: components of both kinds, deliveries by name", () => {
    const catalogue = catalogueOf(builtin);

    expect(catalogue.components).toEqual([...builtin.hostComponents, ...builtin.addons]);
    expect(catalogue.deliveries).toEqual(builtin.deliveries.map(({ name }) => name));
    expect(catalogue.releases).toBe(builtin.releases);
    expect(catalogue.priceBooks).toBe(builtin.priceBooks);
  });

  test("is made once for each registry, so that its schema is composed once", () => {
    const other: Registry = { ...builtin };

    expect(catalogueOf(builtin)).toBe(catalogueOf(builtin));
    expect(catalogueOf(other)).not.toBe(catalogueOf(builtin));
    expect(catalogueOf(other)).toBe(catalogueOf(other));
  });
});
