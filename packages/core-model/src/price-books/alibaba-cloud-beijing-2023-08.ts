import type { PriceBook } from "./schema.ts";

export const alibabaCloudBeijing: PriceBook = {
  name: "alibaba-cloud-beijing-2023-08",
  provider: "Alibaba Cloud",
  region: "Beijing",
  currency: "CNY",
  date: "2023-08-01",
  source: "public list prices in a published architecture on KubeSphere (2023-08)",
  notes: [
    "Machines: general purpose g6, and compute optimised for 2 cores with 4 GiB; system disk on an ultra disk",
    "Data disks: ultra disk",
  ],
  instances: [
    { cpuCores: 2, memoryGiB: 4, perYear: "2386.80", includesSystemDiskGB: 40 },
    { cpuCores: 4, memoryGiB: 16, perYear: "5902.80", includesSystemDiskGB: 40 },
    { cpuCores: 8, memoryGiB: 32, perYear: "11662.80", includesSystemDiskGB: 40 },
  ],
  disks: [
    { sizeGB: 500, perYear: "2146.20" },
    { sizeGB: 1000, perYear: "4292.40" },
  ],
};
