import type { z } from "zod";
import type { Machine } from "./areas/machines/machine.ts";
import type { Role } from "./areas/sizes/table.ts";
import type { Cluster } from "./cluster.ts";
import type { ClusterSpec } from "./document/cluster-document.ts";
import type { Path } from "./problem.ts";
import type { DatedRule, Rule } from "./rule.ts";

/** A port that a component takes on the machines it runs on. The core's table of host ports is made of these. */
export interface HostPort {
  readonly machines: readonly Machine[];
  /** 1-65535 */
  readonly port: number;
  /** Last port of a range. @default the same as `port` */
  readonly lastPort?: number;
  readonly protocol: "tcp" | "udp";
  /** `*` takes the port on every address. A loopback or virtual address leaves the others free. @default "*" */
  readonly address?: string;
  /** What listens there, in a few words: "Kubernetes API server". */
  readonly purpose: string;
  /** Where in the document the port was chosen, when a person chose it. */
  readonly path?: Path;
}

/**
 * How a holder of an address knows that it may keep it: a question to the software on the machine itself. Never to what stands
 * behind that: then one outage there would move the address to and fro, and cut every connection each time.
 */
export type HealthCheck = HttpCheck | ScriptCheck;

export interface HttpCheck {
  readonly kind: "http";
  /** Port on the machine's loopback address. */
  readonly port: number;
  /** Answers 200 while the software is well: `/healthz`. */
  readonly path: string;
}

/** For software that does not speak HTTP. The component that declares the address brings the script. */
export interface ScriptCheck {
  readonly kind: "script";
  /** kebab-case, unique on the machine: `mysql-writable`. The script is `/usr/libexec/keepalived/check-mysql-writable.sh`. */
  readonly name: string;
}

/** An address that moves between machines, or that a provider holds. */
export interface VirtualAddress {
  readonly address: string;
  /** Who moves it: VRRP (keepalived), ARP by an elected leader (kube-vip), or a provider's load balancer. */
  readonly mechanism: "vrrp" | "arp" | "provider";
  readonly holders: readonly Machine[];
  /** VRRP router id, 1-255. Only with `mechanism: "vrrp"`. @see RFC 5798 section 5.2.3 */
  readonly routerId?: number;
  /** @default none: the address leaves a holder only with the machine or its link. Only with `mechanism: "vrrp"`. */
  readonly healthCheck?: HealthCheck;
  readonly path: Path;
}

/** Something that another component must bring: `storage-class`, `load-balancer:haproxy-keepalived`, `pod-network:calico`. */
export interface Need {
  readonly capability: string;
  readonly why: string;
  readonly path: Path;
}

/** What a component brings to this cluster, as data, so that the core's rules hold for every component without knowing any. */
export interface Declaration {
  /** Machines it runs on (an addon: the nodes whose host network it uses). */
  readonly machines: readonly Machine[];
  readonly ports: readonly HostPort[];
  readonly virtualAddresses?: readonly VirtualAddress[];
  readonly needs?: readonly Need[];
}

/** The card of something that `cluster.yaml` can name, or that the model implies. The core knows that there are components, never which. */
export interface Component<Schema extends z.ZodType = z.ZodType, Name extends string = string> {
  readonly kind: "host-component" | "addon";
  /** kebab-case; the key under `hostServices` or `addons`, and the name of its entry in the release. */
  readonly name: Name;
  readonly title: string;
  /** Upstream documentation. */
  readonly docs: string;
  /** What may stand under its key. An implied component must accept `{}`. */
  readonly options: Schema;
  /** The role whose sizes its machines are judged by, where it does the work of one. Without it: none. */
  readonly sizedAs?: Role;
  /** Capabilities that others may need. */
  readonly provides?: readonly string[];
  /**
   * The mechanism by which it moves the addresses that others declare. It runs where their holders are, so it is asked after them
   * and declares no virtual address itself.
   */
  readonly moves?: VirtualAddress["mechanism"];
  /** True when the model brings the component by itself, without being named under `hostServices` or `addons`. */
  impliedBy?(spec: ClusterSpec): boolean;
  /** What it takes on machines and needs of others. Without it: nothing, as software that lives within its pods. */
  declare?(cluster: Cluster, options: z.output<Schema>): Declaration;
  readonly rules?: readonly (Rule | DatedRule)[];
}

/** A component that this cluster uses, with its options parsed and defaults filled in. */
export interface ComponentInUse<C extends Component = Component> {
  readonly component: C;
  readonly options: unknown;
  /** Where a finding about it points: its key in the document, or the key that implied it. */
  readonly path: Path;
}
