import { machinesIn, oneOfEachGroup, type Rule, tryFindDisk } from "@groundplan/core-model";
import { diskFolder } from "./files.ts";
import { tryFindNfsServer } from "./schema.ts";

const optionsPath = ["spec", "hostServices", "nfs-server"] as const;

const alone: Rule = {
  id: "nfs-server-alone",
  why: "While the one server is away, every pod with a volume of it hangs, and its files are as safe as its one disk.",
  severity: "warning",
  reference: "https://kubernetes.io/docs/concepts/storage/volumes/#nfs",
  *check(cluster) {
    const options = tryFindNfsServer(cluster);
    if (!options || cluster.spec.tier !== "production") return;
    yield {
      path: [...optionsPath, "group"],
      value: options.group,
      message: `the files of production lie on one NFS server (${options.group})`,
      remedy:
        "Use a storage with copies (rook-ceph, longhorn) or one that is bought; or waive this, with backups of the disk",
    };
  },
};

const several: Rule = {
  id: "nfs-server-several",
  why: "Nothing carries files from one server to the other: volumes would be on one of them, and nobody says on which.",
  severity: "error",
  reference: "https://linux-nfs.org/wiki/index.php/Main_Page",
  *check(cluster) {
    const options = tryFindNfsServer(cluster);
    if (!options) return;
    const names = machinesIn(cluster, options.group).map(({ name }) => name);
    if (names.length <= 1) return;
    yield {
      path: [...optionsPath, "group"],
      value: options.group,
      message: `group ${options.group} has ${names.length} machines (${names.join(", ")}), and each would serve files of its own`,
      remedy: "Name a group with one machine",
    };
  },
};

const disk: Rule = {
  id: "nfs-server-disk",
  why: "Volumes that fill the disk of the system take the whole server with them.",
  severity: "warning",
  reference: "https://www.pathname.com/fhs/pub/fhs-3.0.html",
  *check(cluster) {
    const options = tryFindNfsServer(cluster);
    if (!options || cluster.spec.tier === "testing") return;
    for (const machine of oneOfEachGroup(machinesIn(cluster, options.group))) {
      const data = tryFindDisk(machine, "data");
      if (data?.device !== undefined) continue;
      yield {
        path: ["spec", "machines", machine.group, "disks"],
        message: `the volumes lie on the system's disk of ${machine.group}: ${data ? `the disk ${data.name} has no device` : "there is no disk for data"}`,
        remedy: "Add a disk of its own, with its device and use: data",
      };
    }
  },
};

const nested: Rule = {
  id: "nfs-server-nested",
  why: "A folder that is served twice, or within another, is hidden by it or shows what the other holds.",
  severity: "error",
  reference: "https://man7.org/linux/man-pages/man5/exports.5.html",
  *check(cluster) {
    const exports = tryFindNfsServer(cluster)?.exports ?? [];
    for (const [position, folder] of exports.entries()) {
      const place = { path: [...optionsPath, "exports", position], value: folder };
      const other = exports.slice(0, position).find((earlier) => holds(earlier, folder) || holds(folder, earlier));
      if (holds(diskFolder, folder))
        yield {
          ...place,
          message: `${folder} is where the disk itself is mounted`,
          remedy: `Choose a folder that is not below ${diskFolder}`,
        };
      else if (other !== undefined)
        yield {
          ...place,
          message: other === folder ? `${folder} is there twice` : `${folder} and ${other} lie within each other`,
          remedy: "Serve one of them",
        };
    }
  },
};

function holds(outer: string, inner: string): boolean {
  return outer === inner || inner.startsWith(`${outer}/`);
}

export const nfsServerRules: readonly Rule[] = [alone, several, disk, nested];
