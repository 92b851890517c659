import { z } from "zod";
import { Day, DnsLabel, OneLine } from "../document/primitives.ts";

/** An amount of money as printed, in decimals with two places: "2386.80". Never a number: a float cannot hold a cent. */
export const Amount = z
  .string()
  .regex(/^(0|[1-9]\d{0,11})\.\d{2}$/, 'must be an amount with two decimals, such as "2386.80"');

const InstancePrice = z.strictObject({
  cpuCores: z.int().min(1).describe("Cores of the size."),
  memoryGiB: z.number().positive().describe("Memory of the size in GiB."),
  perYear: Amount.describe("Price of one for a year."),
  includesSystemDiskGB: z.int().min(0).describe("Size in GB of the system disk that the price includes."),
});

const DiskPrice = z.strictObject({
  sizeGB: z.int().min(1).describe("Size of the disk in GB."),
  kind: z
    .enum(["hdd", "ssd", "nvme"])
    .optional()
    .describe("Technology that the price is for. Default: the book knows one price, whatever the technology."),
  perYear: Amount.describe("Price of one for a year."),
});

/** What one provider asks in one region, as printed on one day. Nothing is interpolated: what a book does not list has no price in it. */
export const PriceBook = z.strictObject({
  name: DnsLabel.describe("Name that `spec.cost.priceBooks` refers to."),
  provider: OneLine.describe("Who sells it."),
  region: OneLine.describe("Region that the prices are for."),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as CNY")
    .describe("Currency of every price in the book."),
  date: Day.describe("Day, or first day of the month, that the prices were read on."),
  source: OneLine.describe("Where the prices were read."),
  notes: z.array(OneLine).optional().describe("Which products the prices are of. Default none."),
  instances: z
    .array(InstancePrice)
    .refine(
      (prices) => unique(prices.map((price) => `${price.cpuCores}/${price.memoryGiB}`)),
      "must name each size once",
    )
    .describe("Prices of machines by size."),
  disks: z
    .array(DiskPrice)
    .refine((prices) => unique(prices.map((price) => `${price.sizeGB}/${price.kind}`)), "must name each disk once")
    .describe("Prices of data disks by size."),
});
export type PriceBook = z.output<typeof PriceBook>;

function unique(keys: readonly string[]): boolean {
  return new Set(keys).size === keys.length;
}
