import type { OperatingSystem } from "@groundplan/core-model";

/** Whether SELinux is enforcing on a system as it is installed. It stays so: what a program needs is allowed to it by name. */
export function enforcesSelinux({ distribution }: OperatingSystem): boolean {
  return distribution === "centos" || distribution === "rocky";
}
