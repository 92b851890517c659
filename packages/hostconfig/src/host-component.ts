import type { Cluster, Component, Declaration, File, Machine } from "@groundplan/core-model";
import type { z } from "zod";
import type { Phase } from "./phases.ts";

/**
 * A file that the tree cannot hold, because it does not follow from the document: the key of a package repository, which is
 * fetched, or a certificate that lies beside `cluster.yaml`, which is carried. In place before packages are installed.
 */
export interface Supply {
  /** Absolute path on the machine. */
  readonly path: string;
  /** Permission bits, 0o000-0o777. */
  readonly mode: number;
  /** An address that the machine fetches it from, or a path in the cluster's folder. */
  readonly from: { readonly url: string } | { readonly clusterFile: string };
}

/** Software that must be on a machine before its files make sense. */
export interface Software {
  /** Package names of the machine's distribution. */
  readonly packages: readonly string[];
  /** systemd units that are enabled and running, `.service` left out. */
  readonly services: readonly string[];
  /** What packages and services rely on. Default none. */
  readonly supplies?: readonly Supply[];
}

/** Something that gives a machine files. One folder under `components/`. */
export interface HostComponent<Schema extends z.ZodType = z.ZodType, Name extends string = string>
  extends Component<Schema, Name> {
  readonly kind: "host-component";
  declare(cluster: Cluster, options: z.output<Schema>): Declaration;
  /**
   * How many machines may be touched at once: `one-by-one` where machines cover for each other (a pair, a quorum),
   * `batches` where many do the same work, `all-at-once` where nobody notices.
   */
  readonly pace: "one-by-one" | "batches" | "all-at-once";
  /** The phase in which a machine gets the files. */
  phase(cluster: Cluster, machine: Machine): Phase;
  software(cluster: Cluster, machine: Machine, options: z.output<Schema>): Software;
  files(cluster: Cluster, machine: Machine, options: z.output<Schema>): readonly File[];
  /**
   * Commands that judge a file on the machine before it is put in place, by the file's path; `%s` stands for the file:
   * `{ "etc/haproxy/haproxy.cfg": "haproxy -c -f %s" }`.
   */
  checks?(cluster: Cluster, machine: Machine): Readonly<Record<string, string>>;
  /**
   * Command, as words, that succeeds when the machine does this component's work. Where machines cover for each other it is
   * asked of the others before one is taken, and of that one before the next.
   */
  probe?(cluster: Cluster, machine: Machine): readonly string[];
}

/** Returns the card it was given: the typing of its name and options is the only magic. */
export function defineHostComponent<Schema extends z.ZodType, const Name extends string>(
  component: HostComponent<Schema, Name>,
): HostComponent<Schema, Name> {
  return component;
}
