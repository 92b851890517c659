import { type File, file, type Machine } from "@groundplan/core-model";
import { writeIni } from "../formats/ini.ts";
import type { Supply } from "../host-component.ts";
import { findSystem } from "../os/system-facts.ts";
import { header } from "./header.ts";

/** Address of the community's repository or a mirror of it, without the processor's name; and its key as a file of the cluster's folder. */
export interface ExtraSource {
  readonly url: string;
  readonly key?: string | undefined;
}

/**
 * The file by which a system that lacks some packages takes them from its community's repository, and nothing else from there.
 * None on systems that have them.
 * @param names packages, with `*` for any characters
 */
export function extraPackagesFiles(
  component: string,
  machine: Machine,
  { url, key }: ExtraSource,
  names: readonly string[],
): readonly File[] {
  const { extraPackages } = findSystem(machine.os);
  if (extraPackages === undefined) return [];
  const section = {
    name: `${component}-extra`,
    lines: [
      ["name", extraPackages.title],
      ["baseurl", `${url}/$basearch/`],
      ["enabled", 1],
      ["gpgcheck", 1],
      ["gpgkey", key === undefined ? extraPackages.keyUrl : `file://${keyPath(component)}`],
      ["includepkgs", names.join(" ")],
    ],
  } as const;
  return [
    file({
      path: `etc/yum.repos.d/${component}-extra.repo`,
      content: writeIni(header(component), [section]),
      component,
      effects: [{ action: "none" }],
    }),
  ];
}

/** The key, where it lies in the cluster's folder. */
export function extraPackagesSupplies(component: string, machine: Machine, { key }: ExtraSource): readonly Supply[] {
  if (key === undefined || findSystem(machine.os).extraPackages === undefined) return [];
  return [{ path: keyPath(component), mode: 0o644, from: { clusterFile: key } }];
}

function keyPath(component: string): string {
  return `/etc/pki/rpm-gpg/RPM-GPG-KEY-${component}-extra`;
}
