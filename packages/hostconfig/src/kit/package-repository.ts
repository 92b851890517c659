import { type File, file, type Machine, RelativePath } from "@groundplan/core-model";
import { z } from "zod";
import { writeDeb822 } from "../formats/deb822.ts";
import { writeIni } from "../formats/ini.ts";
import type { Supply } from "../host-component.ts";
import { findSystem } from "../os/system-facts.ts";
import { header } from "./header.ts";

/** Address of a repository or a mirror of it. */
const RepositoryUrl = z
  .string()
  .max(300)
  .regex(
    /^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/[A-Za-z0-9._~:/-]*)?$/,
    "must be an http or https address without user, query or fragment",
  );

/**
 * Options by which a site takes packages from a mirror of its own.
 * @param url upstream's address
 * @param layout what lies below it
 */
export function packageSource(url: string, layout: string) {
  return z
    .strictObject({
      url: RepositoryUrl.default(url).describe(
        `Address of the package repository: ${layout}. Default ${url}; a site without internet, or far from it, names a mirror.`,
      ),
      key: RelativePath.optional().describe(
        "Public key (ASCII-armoured) that the repository is signed with, in the cluster's folder. Default: fetched from the repository.",
      ),
    })
    .prefault({})
    .describe("Where the packages come from.");
}

/** A repository of packages, and what is taken from it: exactly these versions, or nothing. */
export interface PackageRepository {
  /** Name of its files. */
  readonly name: string;
  readonly title: string;
  /** For apt: `/` is a flat repository without components. */
  readonly apt: {
    readonly url: string;
    readonly suite: string;
    readonly components: readonly string[];
    readonly keyUrl: string;
    /** Whether the packages' versions end with a revision, as `-1.1` or `-1`. Default they do. */
    readonly revisions?: boolean;
  };
  readonly dnf: { readonly url: string; readonly keyUrl: string };
  /** The key as a file of the cluster's folder, where it is not fetched. */
  readonly key?: string;
  /** Packages that are held at one version. */
  readonly pinned: { readonly packages: readonly string[]; readonly version: string };
  /** Packages whose version follows the repository's. */
  readonly following: readonly string[];
}

/** The files that make a machine's package manager know the repository, and hold it to the pinned version. */
export function repositoryFiles(component: string, machine: Machine, repository: PackageRepository): readonly File[] {
  return findSystem(machine.os).packageManager === "apt"
    ? aptFiles(component, repository)
    : [dnfFile(component, repository)];
}

/** The key, where the package manager wants it as a file. */
export function repositorySupplies(machine: Machine, { name, apt, key }: PackageRepository): readonly Supply[] {
  const uses = findSystem(machine.os).packageManager;
  if (key !== undefined) return [{ path: keyPath(uses, name), mode: 0o644, from: { clusterFile: key } }];
  return uses === "apt" ? [{ path: keyPath(uses, name), mode: 0o644, from: { url: apt.keyUrl } }] : [];
}

function keyPath(uses: "apt" | "dnf", name: string): string {
  return uses === "apt" ? `/etc/apt/keyrings/${name}.asc` : `/etc/pki/rpm-gpg/RPM-GPG-KEY-${name}`;
}

function aptFiles(component: string, { name, apt, pinned }: PackageRepository): readonly File[] {
  const effects = [{ action: "none" }] as const;
  const source = [
    ["Types", "deb"],
    ["URIs", apt.url],
    ["Suites", apt.suite],
    ...(apt.components.length === 0 ? [] : [["Components", apt.components] as const]),
    ["Signed-By", keyPath("apt", name)],
  ] as const;
  // Above 1000 apt even goes back to the version; below zero it never takes another, so that a missing version is an error.
  const preferences = [
    [
      ["Package", pinned.packages],
      ["Pin", `version ${pinned.version}${apt.revisions === false ? "" : "-*"}`],
      ["Pin-Priority", 1001],
    ],
    [
      ["Package", pinned.packages],
      ["Pin", "release *"],
      ["Pin-Priority", -1],
    ],
  ] as const;
  return [
    file({
      path: `etc/apt/sources.list.d/${name}.sources`,
      content: writeDeb822(header(component), [source]),
      component,
      effects,
    }),
    file({
      path: `etc/apt/preferences.d/${name}`,
      content: writeDeb822(header(component), preferences),
      component,
      effects,
    }),
  ];
}

function dnfFile(component: string, { name, title, dnf, key, pinned, following }: PackageRepository): File {
  const included = [...pinned.packages.map((entry) => `${entry}-${pinned.version}-*`), ...following];
  const section = {
    name,
    lines: [
      ["name", title],
      ["baseurl", dnf.url],
      ["enabled", 1],
      ["gpgcheck", 1],
      ["gpgkey", key === undefined ? dnf.keyUrl : `file://${keyPath("dnf", name)}`],
      // Nothing else exists for dnf: it can take this version only, and says so when it is not there.
      ["includepkgs", included.join(" ")],
    ],
  } as const;
  return file({
    path: `etc/yum.repos.d/${name}.repo`,
    content: writeIni(header(component), [section]),
    component,
    effects: [{ action: "none" }],
  });
}
