import { type ExampleDocument, exampleDocument } from "@groundplan/core-model";

/** The example as it is: a stacked etcd, with a snapshot every six hours. */
function plain(): ExampleDocument {
  return exampleDocument();
}

/** Members on machines of their own. */
function external(): ExampleDocument {
  const document = exampleDocument();
  document.spec.machines.etcd = {
    network: "nodes",
    size: { cpuCores: 4, memoryGiB: 8 },
    disks: [{ name: "system", sizeGB: 40 }],
    ranges: [{ name: "etcd-", first: 1, last: 3, firstAddress: "10.0.0.41" }],
  };
  document.spec.kubernetes.etcd = {
    kind: "external",
    group: "etcd",
    backup: { schedule: "30 1 * * 1-5", keepDays: 30 },
  };
  return document;
}

/** A stacked etcd on CentOS 7, with a schedule of two occasions and an archive from inside the site. */
function rich(): ExampleDocument {
  const document = exampleDocument();
  document.spec.os = { distribution: "centos", version: "7.9" };
  document.spec.release = "2023.8.1";
  document.spec.kubernetes.etcd = { kind: "stacked", backup: { schedule: "15 3 1,15 * 0", keepDays: 1 } };
  document.spec.hostServices = { "etcd-backup": { archive: { file: "supplies/etcd.tar.gz" }, architecture: "arm64" } };
  return document;
}

/** The clusters that the golden files are drawn from. */
export const examples: Readonly<Record<string, () => ExampleDocument>> = { plain, external, rich };
