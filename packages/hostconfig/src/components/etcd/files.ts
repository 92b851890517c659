import {
  type Cluster,
  type Disk,
  type File,
  file,
  type Machine,
  tryFindDisk,
  writeOrderedYaml,
} from "@groundplan/core-model";
import { shellWord } from "../../formats/shell.ts";
import { diskMountFiles } from "../../kit/disk-mount.ts";
import { etcdArchive, etcdArchiveSum } from "../../kit/etcd-archive.ts";
import { etcdPki } from "../../kit/etcd-pki.ts";
import { header } from "../../kit/header.ts";
import { clientUrl, dataFolder, etcdConfiguration } from "./configuration.ts";
import type { EtcdOptions } from "./schema.ts";
import { account, etcdUnit, installUnit } from "./units.ts";

const component = "etcd";

export function etcdFiles(cluster: Cluster, machine: Machine, options: EtcdOptions): readonly File[] {
  const archive = etcdArchive(cluster, options);
  const disk = etcdDisk(machine);
  return [
    file({
      path: "etc/etcd/etcd.yaml",
      content: writeOrderedYaml(etcdConfiguration(cluster, machine, options), header(component)),
      component,
      effects: [{ action: "restart", unit: "etcd" }],
    }),
    account(),
    installUnit(archive),
    ...etcdArchiveSum(component, archive),
    etcdUnit(),
    etcdctlProfile(machine),
    ...(disk === undefined ? [] : diskMountFiles({ component, disk, folder: dataFolder })),
  ];
}

/** The disk that is for the database, when the machine has one and it is known where. */
export function etcdDisk(machine: Machine): (Disk & { readonly device: string }) | undefined {
  const disk = tryFindDisk(machine, "etcd");
  return disk?.device === undefined ? undefined : { ...disk, device: disk.device };
}

/** Where etcdctl asks when root says nothing else: this member. Snapshots want exactly one. */
export function etcdctlEnvironment(machine: Machine): Readonly<Record<string, string>> {
  return {
    ETCDCTL_API: "3",
    ETCDCTL_ENDPOINTS: clientUrl(machine),
    ETCDCTL_CACERT: etcdPki.authority,
    ETCDCTL_CERT: etcdPki.member.certificate,
    ETCDCTL_KEY: etcdPki.member.key,
  };
}

function etcdctlProfile(machine: Machine): File {
  const exports = Object.entries(etcdctlEnvironment(machine)).map(
    ([name, value]) => `export ${name}=${shellWord(value)}`,
  );
  const lines = [...header(component).map((line) => `# ${line}`), ...exports];
  return file({
    path: "etc/profile.d/etcdctl.sh",
    content: `${lines.join("\n")}\n`,
    component,
    effects: [{ action: "none" }],
  });
}
