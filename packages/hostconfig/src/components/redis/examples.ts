import { type ExampleDocument, exampleDocument } from "@groundplan/core-model";

/** A primary and a replica. */
function plain(): ExampleDocument {
  const document = exampleDocument();
  document.spec.machines.data = {
    network: "nodes",
    size: { cpuCores: 4, memoryGiB: 16 },
    disks: [{ name: "system", sizeGB: 40, kind: "ssd" }],
    ranges: [{ name: "data-", first: 1, last: 2, firstAddress: "10.0.0.61" }],
  };
  document.spec.hostServices = { redis: { group: "data", primary: "data-2" } };
  return document;
}

/** On Rocky Linux with a disk of its own, and every option set. */
function rich(): ExampleDocument {
  const document = plain();
  document.spec.os = { distribution: "rocky", version: "9" };
  document.spec.machines.data?.disks.push({ name: "redis", sizeGB: 50, device: "/dev/vdb", use: "data", kind: "ssd" });
  document.spec.hostServices.redis = {
    kind: "machines",
    group: "data",
    primary: "data-2",
    port: 6380,
    password: { secret: "cache/redis" },
    memoryPercent: 50,
  };
  return document;
}

function ubuntu(): ExampleDocument {
  const document = plain();
  document.spec.os = { distribution: "ubuntu", version: "22.04" };
  return document;
}

/** The clusters that the golden files are drawn from. */
export const examples: Readonly<Record<string, () => ExampleDocument>> = { plain, rich, ubuntu };
