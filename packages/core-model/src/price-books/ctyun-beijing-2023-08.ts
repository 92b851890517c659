import type { PriceBook } from "./schema.ts";

export const ctyunBeijing: PriceBook = {
  name: "ctyun-beijing-2023-08",
  provider: "CTyun",
  region: "Beijing",
  currency: "CNY",
  date: "2023-08-01",
  source: "public list prices in a published architecture on KubeSphere (2023-08)",
  notes: ["Machines: general purpose, system disk with high I/O", "Data disks: high I/O"],
  instances: [
    { cpuCores: 2, memoryGiB: 4, perYear: "1734.00", includesSystemDiskGB: 40 },
    { cpuCores: 4, memoryGiB: 16, perYear: "4610.40", includesSystemDiskGB: 40 },
    { cpuCores: 8, memoryGiB: 32, perYear: "9057.60", includesSystemDiskGB: 40 },
  ],
  disks: [
    { sizeGB: 500, perYear: "2040.00" },
    { sizeGB: 1000, perYear: "4080.00" },
  ],
};
