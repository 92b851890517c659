import type { PriceBook } from "./schema.ts";

export const huaweiCloudBeijing: PriceBook = {
  name: "huawei-cloud-beijing-2023-08",
  provider: "Huawei Cloud",
  region: "Beijing",
  currency: "CNY",
  date: "2023-08-01",
  source: "public list prices in a published architecture on KubeSphere (2023-08)",
  notes: ["Machines: general computing S6, system disk with high I/O", "Data disks: high I/O"],
  instances: [
    { cpuCores: 2, memoryGiB: 4, perYear: "1661.50", includesSystemDiskGB: 40 },
    { cpuCores: 4, memoryGiB: 16, perYear: "4279.60", includesSystemDiskGB: 40 },
    { cpuCores: 8, memoryGiB: 32, perYear: "8419.10", includesSystemDiskGB: 40 },
  ],
  disks: [
    { sizeGB: 500, perYear: "1750.00" },
    { sizeGB: 1000, perYear: "3500.00" },
  ],
};
