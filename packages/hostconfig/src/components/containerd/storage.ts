import { type Disk, type File, type Machine, tryFindDisk } from "@groundplan/core-model";
import { bindMountFile, diskMountFiles, mountUnit } from "../../kit/disk-mount.ts";

const diskFolder = "/srv/containers";
const kubeletFolder = "/var/lib/kubelet";

/** Where images and containers lie: on the disk that is for them, where the machine has one. */
export function runtimeRoot(machine: Machine): string {
  return containersDisk(machine) === undefined ? "/var/lib/containerd" : `${diskFolder}/containerd`;
}

/** Folders that containerd must not start without. */
export function neededMounts(machine: Machine): readonly string[] {
  return containersDisk(machine) === undefined ? [] : [diskFolder];
}

/** Units that must be up, with their suffix. */
export function storageServices(machine: Machine): readonly string[] {
  return containersDisk(machine) === undefined ? [] : [mountUnit(diskFolder), mountUnit(kubeletFolder)];
}

/**
 * The disk holds two folders: containerd's, and the kubelet's, since what pods keep in emptyDir volumes is theirs as much as
 * the layers of their images.
 */
export function storageFiles(component: string, machine: Machine): readonly File[] {
  const disk = containersDisk(machine);
  if (disk === undefined) return [];
  return [
    ...diskMountFiles({ component, disk, folder: diskFolder }),
    bindMountFile(component, `${diskFolder}/kubelet`, kubeletFolder),
  ];
}

function containersDisk(machine: Machine): (Disk & { readonly device: string }) | undefined {
  const disk = tryFindDisk(machine, "containers");
  return disk?.device === undefined ? undefined : { ...disk, device: disk.device };
}
