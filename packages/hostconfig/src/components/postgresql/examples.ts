import { type ExampleDocument, exampleDocument } from "@groundplan/core-model";

/** Two servers with an address that follows the writes. */
function plain(): ExampleDocument {
  const document = exampleDocument();
  document.spec.machines.db = {
    network: "nodes",
    size: { cpuCores: 4, memoryGiB: 16 },
    disks: [{ name: "system", sizeGB: 40, kind: "ssd" }],
    ranges: [{ name: "db-", first: 1, last: 2, firstAddress: "10.0.0.51" }],
  };
  document.spec.hostServices = {
    postgresql: { group: "db", primary: "db-1", vip: { address: "10.0.0.50", routerId: 50 } },
  };
  return document;
}

/** A disk for the data, three servers, accounts of applications, copies of the dumps, every option. */
function rich(): ExampleDocument {
  const document = plain();
  const { machines, hostServices } = document.spec;
  machines.db?.disks.push({ name: "data", sizeGB: 500, device: "/dev/vdb", use: "data", kind: "ssd" });
  for (const range of machines.db?.ranges ?? []) range.last = 3;
  hostServices.postgresql = {
    kind: "machines",
    group: "db",
    primary: "db-2",
    vip: { address: "10.0.0.50", routerId: 50 },
    port: 5433,
    replication: { secret: "db/replication" },
    accounts: {
      shop: { database: "shop", password: { secret: "db/shop" } },
      blog: { database: "blog", password: { secret: "db/blog" } },
    },
    clients: ["10.0.0.0/24", "10.9.0.0/16"],
    sharedBuffersPercent: 35,
    maxConnections: 2000,
    slotKeepGB: 50,
    backup: {
      hour: 4,
      keepDays: 30,
      copyTo: {
        host: "backup.example.com",
        port: 2222,
        user: "dumps",
        folder: "/srv/dumps/postgresql",
        hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEX",
        key: { secret: "db/backup-key" },
      },
    },
  };
  return document;
}

function on(document: () => ExampleDocument, distribution: string, version: string) {
  return (): ExampleDocument => {
    const made = document();
    Object.assign(made.spec, { os: { distribution, version } });
    return made;
  };
}

/** The clusters that the golden files are drawn from. */
export const examples: Readonly<Record<string, () => ExampleDocument>> = {
  plain,
  rich,
  "rich-rocky": on(rich, "rocky", "9"),
  "rich-ubuntu": on(rich, "ubuntu", "24.04"),
};
