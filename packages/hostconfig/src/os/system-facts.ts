import type { OperatingSystem } from "@groundplan/core-model";
import {
  centos7Databases,
  type DatabasePackages,
  debianDatabases,
  rocky9Databases,
  ubuntuDatabases,
} from "./database-packages.ts";

/** What is different from one operating system to the next, as far as our files care. */
export interface SystemFacts {
  readonly packageManager: "apt" | "dnf";
  /** Name of the version, by which apt repositories are divided. Only with apt. */
  readonly codename?: string;
  /** Number of the major version, by which rpm repositories are divided. */
  readonly major: string;
  /** chrony's unit and files, and the pool of public servers that the distribution asks. @see chrony.conf(5) */
  readonly time: { readonly unit: string; readonly file: string; readonly driftFile: string; readonly pool: string };
  /** Who brings interfaces up. What it does not own it must leave alone. */
  readonly interfaces: "networkd" | "network-manager";
  /** Package that answers DNS as a service of its own, where it must be installed first. */
  readonly resolverPackage?: string;
  /** systemd takes a soft and a hard limit as `soft:hard`: since version 231. */
  readonly takesLimitPairs: boolean;
  /** Kernel settings that containers need on this system beside those of every other. */
  readonly nodeSettings: Readonly<Record<string, number>>;
  /** Version of the kernel that the system is installed with. */
  readonly kernel: string;
  /** Where the shell of root finds programs: the PATH that the distribution itself writes to /etc/environment. */
  readonly environmentPath?: string;
  /** Package of the programs `ssh` and `scp`. */
  readonly sshClient: string;
  /** Package of the program `ping`. */
  readonly ping: string;
  /** Names and places of the packaged databases. */
  readonly databases: DatabasePackages;
  /** Package of the NFS server, and where its settings lie: below /etc/nfs.conf.d, or in /etc/sysconfig/nfs. */
  readonly nfs: { readonly serverPackage: string; readonly settings: "nfs.conf" | "sysconfig" };
  /** Account that the packaged nginx runs as. */
  readonly webUser: "www-data" | "nginx";
  /**
   * The community's repository of packages that the system itself does not have, where some of ours are only there. It takes
   * the place of none of the system's own. @see https://docs.fedoraproject.org/en-US/epel/
   */
  readonly extraPackages?: { readonly title: string; readonly url: string; readonly keyUrl: string };
}

const debianTime = { unit: "chrony", file: "etc/chrony/chrony.conf", driftFile: "/var/lib/chrony/chrony.drift" };
const redHatTime = { unit: "chronyd", file: "etc/chrony.conf", driftFile: "/var/lib/chrony/drift" };

const debian = {
  packageManager: "apt",
  sshClient: "openssh-client",
  ping: "iputils-ping",
  time: { ...debianTime, pool: "2.debian.pool.ntp.org" },
  interfaces: "networkd",
  // Debian made the resolver a package of its own in version 12; installing it makes /etc/resolv.conf its own.
  resolverPackage: "systemd-resolved",
  takesLimitPairs: true,
  nodeSettings: {},
  webUser: "www-data",
  nfs: { serverPackage: "nfs-kernel-server", settings: "nfs.conf" },
} as const;

const ubuntu = {
  packageManager: "apt",
  sshClient: "openssh-client",
  ping: "iputils-ping",
  time: { ...debianTime, pool: "ntp.ubuntu.com" },
  interfaces: "networkd",
  takesLimitPairs: true,
  nodeSettings: {},
  webUser: "www-data",
  nfs: { serverPackage: "nfs-kernel-server", settings: "nfs.conf" },
  environmentPath: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/games:/usr/local/games:/snap/bin",
} as const;

const redHat = {
  packageManager: "dnf",
  sshClient: "openssh-clients",
  ping: "iputils",
  interfaces: "network-manager",
  webUser: "nginx",
} as const;

/** Closed with the system in June 2024, and kept. */
const epel7 = {
  title: "Extra Packages for Enterprise Linux 7, as they were when it ended",
  url: "https://dl.fedoraproject.org/pub/archive/epel/7",
  keyUrl: "https://dl.fedoraproject.org/pub/archive/epel/RPM-GPG-KEY-EPEL-7",
};

const systems: Readonly<Record<string, SystemFacts>> = {
  "centos 7": {
    ...redHat,
    time: { ...redHatTime, pool: "2.centos.pool.ntp.org" },
    major: "7",
    takesLimitPairs: false,
    // Kernel 3.10 has this switch alone: without it, removing a container fails while another still sees its mounts.
    nodeSettings: { "fs.may_detach_mounts": 1 },
    kernel: "3.10.0",
    nfs: { serverPackage: "nfs-utils", settings: "sysconfig" },
    extraPackages: epel7,
    databases: centos7Databases,
  },
  "debian 12": { ...debian, major: "12", codename: "bookworm", kernel: "6.1.0", databases: debianDatabases(15) },
  "debian 13": { ...debian, major: "13", codename: "trixie", kernel: "6.12.0", databases: debianDatabases(17) },
  "rocky 9": {
    ...redHat,
    time: { ...redHatTime, pool: "2.rocky.pool.ntp.org" },
    major: "9",
    takesLimitPairs: true,
    nodeSettings: {},
    kernel: "5.14.0",
    nfs: { serverPackage: "nfs-utils", settings: "nfs.conf" },
    databases: rocky9Databases,
  },
  "ubuntu 22.04": { ...ubuntu, major: "22.04", codename: "jammy", kernel: "5.15.0", databases: ubuntuDatabases(14) },
  "ubuntu 24.04": { ...ubuntu, major: "24.04", codename: "noble", kernel: "6.8.0", databases: ubuntuDatabases(16) },
};

/** The facts of a system, when we know it. The minor version of CentOS and Rocky makes no difference. */
export function tryFindSystem({ distribution, version }: OperatingSystem): SystemFacts | undefined {
  const [major = version] = version.split(".");
  return (
    systems[`${distribution} ${version}`] ??
    (distribution === "ubuntu" ? undefined : systems[`${distribution} ${major}`])
  );
}

/** @throws Error for a system that we do not know, which a rule has refused before. */
export function findSystem(os: OperatingSystem): SystemFacts {
  const facts = tryFindSystem(os);
  if (!facts) throw new Error(`no facts about ${os.distribution} ${os.version}`);
  return facts;
}

/** The systems that we know, for people to read. */
export const knownSystems: readonly string[] = Object.keys(systems);
