import { Big } from "big.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Disk } from "../../areas/machines/schema.ts";
import { builtinPriceBooks } from "../../price-books/builtin-price-books.ts";
import type { PriceBook } from "../../price-books/schema.ts";
import { costOf } from "./cost.ts";
import { costTables, formatAmount } from "./cost-tables.ts";
import type { SizedMachine } from "./plan-totals.ts";

const system: Disk = { name: "system", sizeGB: 40 };

function data(sizeGB: number, kind?: Disk["kind"]): Disk {
  return { name: "data", sizeGB, device: "/dev/vdb", use: "data", ...(kind ? { kind } : {}) };
}

function machines(count: number, cpuCores: number, memoryGiB: number, disks: readonly Disk[] = [system]) {
  return Array.from({ length: count }, (_, number): SizedMachine => {
    return { name: `m-${cpuCores}-${memoryGiB}-${number}`, size: { cpuCores, memoryGiB, gpus: 0 }, disks: [...disks] };
  });
}

/** The machines of the published architecture that the price books come from, group by group. */
const kubesphereProd = [
  ...machines(2, 2, 4), // the gateway pair
  ...machines(2, 2, 4), // the load balancers
  ...machines(9, 8, 32, [system, data(500)]), // control plane and workers
  ...machines(6, 4, 16, [system, data(1000)]), // storage and logs
  ...machines(2, 4, 16, [system, data(500, "ssd")]), // databases
  ...machines(2, 4, 16, [system, data(500)]), // registry and operation
];

test("the published architecture costs what it was printed to cost, to the cent", () => {
  const cost = costOf(kubesphereProd, builtinPriceBooks);

  expect(cost.plan).toEqual({
    machines: 23,
    cpuCores: 120,
    memoryGiB: 464,
    gpus: 0,
    systemDiskGB: 920,
    dataDiskGB: 12_500,
  });
  expect(
    cost.books.map(({ book, machinesTotal, disksTotal, total }) => [book.name, machinesTotal, disksTotal, total]),
  ).toEqual([
    ["alibaba-cloud-beijing-2023-08", "173540.40", "53655.00", "227195.40"],
    ["ctyun-beijing-2023-08", "134558.40", "51000.00", "185558.40"],
    ["huawei-cloud-beijing-2023-08", "125213.90", "43750.00", "168963.90"],
  ]);
  expect(cost.cheapest).toBe("huawei-cloud-beijing-2023-08");
});

test("the breakdown names each size and each disk once, with count, price and subtotal", () => {
  const [alibaba] = costOf(kubesphereProd, builtinPriceBooks).books;

  expect(alibaba?.machines).toEqual([
    { item: "2 cores, 4 GiB", count: 4, each: "2386.80", subtotal: "9547.20" },
    { item: "4 cores, 16 GiB", count: 10, each: "5902.80", subtotal: "59028.00" },
    { item: "8 cores, 32 GiB", count: 9, each: "11662.80", subtotal: "104965.20" },
  ]);
  expect(alibaba?.disks).toEqual([
    { item: "500 GB", count: 13, each: "2146.20", subtotal: "27900.60" },
    { item: "1000 GB", count: 6, each: "4292.40", subtotal: "25754.40" },
  ]);
});

test("what a book does not list is unpriced, the total is partial, and such a book is never the cheapest", () => {
  const plan = [
    ...machines(2, 2, 4),
    ...machines(3, 3, 7),
    ...machines(1, 8, 32, [{ ...system, sizeGB: 100 }, data(777)]),
  ];

  const cost = costOf(plan, builtinPriceBooks);

  expect(cost.cheapest).toBeUndefined();
  expect(cost.books[0]).toMatchObject({
    total: "16436.40",
    partial: true,
    unpriced: [
      { item: "3 cores, 7 GiB", count: 3, why: "the book does not list this size" },
      { item: "777 GB", count: 1, why: "the book does not list this disk" },
      { item: "system disk 100 GB", count: 1, why: "the price of the machine includes 40 GB" },
    ],
  });
});

test("a machine with graphics processors is not priced as one without", () => {
  const [plain] = machines(1, 8, 32);
  const withGraphics = { ...plain, name: "gpu", size: { cpuCores: 8, memoryGiB: 32, gpus: 2 }, disks: [system] };

  const [book] = costOf([withGraphics], builtinPriceBooks).books;

  expect(book?.unpriced).toEqual([
    { item: "8 cores, 32 GiB, 2 GPU", count: 1, why: "the book does not list this size" },
  ]);
});

test("a smaller system disk is included, and a boot disk of another name is still the system's", () => {
  const plan = machines(1, 2, 4, [{ name: "boot", sizeGB: 20 }, data(500)]);

  const cost = costOf(plan, builtinPriceBooks);

  expect(cost.plan).toMatchObject({ systemDiskGB: 20, dataDiskGB: 500 });
  expect(cost.books[0]).toMatchObject({ total: "4533.00", partial: false });
});

test("a disk has the price of its technology where the book knows one, else the price without", () => {
  const book = own("a", "CNY", [
    { sizeGB: 500, perYear: "10.00" },
    { sizeGB: 500, kind: "ssd", perYear: "30.00" },
  ]);

  const [cost] = costOf(machines(1, 2, 4, [system, data(500), data(500, "hdd"), data(500, "ssd")]), [book]).books;

  expect(cost?.disks).toEqual([
    { item: "500 GB", count: 2, each: "10.00", subtotal: "20.00" },
    { item: "500 GB ssd", count: 1, each: "30.00", subtotal: "30.00" },
  ]);
});

test("books of different currencies are not compared, and of equal totals the first by name is named", () => {
  const plan = machines(1, 2, 4);

  expect(costOf(plan, [own("a", "CNY"), own("b", "EUR")]).cheapest).toBeUndefined();
  expect(costOf(plan, [own("b", "CNY"), own("a", "CNY")]).cheapest).toBe("a");
});

function own(name: string, currency: string, disks: PriceBook["disks"] = []): PriceBook {
  const instances = [{ cpuCores: 2, memoryGiB: 4, perYear: "1.00", includesSystemDiskGB: 40 }];
  return { name, provider: "own", region: "cellar", currency, date: "2026-01-01", source: "a bill", instances, disks };
}

test("cents stay cents where floats would drift", () => {
  const instances = [{ cpuCores: 2, memoryGiB: 4, perYear: "0.10", includesSystemDiskGB: 40 }];

  const [cost] = costOf(machines(3, 2, 4), [{ ...own("dime", "CNY"), instances }]).books;

  expect(cost?.total).toBe("0.30");
});

const anyMachine = fc
  .record({
    cpuCores: fc.constantFrom(2, 3, 4, 8),
    memoryGiB: fc.constantFrom(4, 16, 32),
    systemGB: fc.constantFrom(20, 40, 100),
    dataGB: fc.array(fc.constantFrom(500, 777, 1000), { maxLength: 3 }),
  })
  .map(({ cpuCores, memoryGiB, systemGB, dataGB }): SizedMachine => {
    const disks = [{ ...system, sizeGB: systemGB }, ...dataGB.map((sizeGB) => data(sizeGB))];
    return { name: "m", size: { cpuCores, memoryGiB, gpus: 0 }, disks };
  });
const anyPlan = fc.array(anyMachine, { maxLength: 30 });

test("every machine and disk is counted once, and the total is the sum of the lines", () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      for (const cost of costOf(plan, builtinPriceBooks).books) {
        const lines = [...cost.machines, ...cost.disks];
        const larger = cost.unpriced.filter(({ item }) => item.startsWith("system"));
        const counted = [...lines, ...cost.unpriced].reduce((sum, line) => sum + line.count, 0);
        const items = plan.length + plan.reduce((sum, machine) => sum + machine.disks.length - 1, 0);
        expect(counted - larger.reduce((sum, line) => sum + line.count, 0)).toBe(items);
        const sum = lines.reduce((total, line) => total.plus(new Big(line.each).times(line.count)), new Big(0));
        expect(cost.total).toBe(sum.toFixed(2));
        expect(cost.partial).toBe(cost.unpriced.length > 0);
      }
    }),
  );
});

test("the order of the machines changes nothing, and two plans cost what they cost together", () => {
  fc.assert(
    fc.property(anyPlan, anyPlan, (one, other) => {
      const together = costOf([...one, ...other], builtinPriceBooks);
      expect(costOf([...other, ...one].reverse(), builtinPriceBooks)).toEqual(together);
      for (const [position, cost] of together.books.entries()) {
        const parts = [one, other].map((plan) => costOf(plan, builtinPriceBooks).books[position]?.total ?? "none");
        expect(cost.total).toBe(parts.reduce((sum, part) => sum.plus(part), new Big(0)).toFixed(2));
      }
    }),
  );
});

test("the tables say what a person wants to know first", () => {
  const [comparison, alibaba] = costTables(costOf(kubesphereProd, builtinPriceBooks));

  expect(comparison?.rows).toEqual([
    ["Alibaba Cloud, Beijing (2023-08)", "173,540.40", "53,655.00", "227,195.40 CNY", ""],
    ["CTyun, Beijing (2023-08)", "134,558.40", "51,000.00", "185,558.40 CNY", ""],
    ["Huawei Cloud, Beijing (2023-08)", "125,213.90", "43,750.00", "168,963.90 CNY", "cheapest"],
  ]);
  expect(alibaba?.rows[0]).toEqual(["2 cores, 4 GiB", "4", "2,386.80", "9,547.20", ""]);
  for (const table of costTables(costOf(machines(1, 3, 7), builtinPriceBooks))) {
    for (const row of table.rows) expect(row).toHaveLength(table.head.length);
  }
  expect(costTables(costOf(kubesphereProd, []))).toEqual([]);
});

test.each([
  ["0.00", "0.00"],
  ["999.99", "999.99"],
  ["1000.00", "1,000.00"],
  ["1234567.89", "1,234,567.89"],
])("%s is written %s", (amount, text) => {
  expect(formatAmount(amount)).toBe(text);
});
