/** The minor lines of Calico that this addon knows, oldest first. */
export const calicoMinors = ["3.26", "3.27", "3.28", "3.29", "3.30", "3.31", "3.32"] as const;
export type CalicoMinor = (typeof calicoMinors)[number];

/** The first and last minor line in which something holds; open where it is left out. */
export interface Lines {
  readonly since?: CalicoMinor;
  readonly until?: CalicoMinor;
}

/** The minor line of a version such as "v3.32.1", when this addon knows it. */
export function tryCalicoMinor(version: string): CalicoMinor | undefined {
  const [major, minor] = version.replace(/^v/, "").split(".");
  return calicoMinors.find((known) => known === `${major}.${minor}`);
}

export function holdsIn(minor: CalicoMinor, { since, until }: Lines): boolean {
  const position = calicoMinors.indexOf(minor);
  const afterStart = since === undefined || position >= calicoMinors.indexOf(since);
  return afterStart && (until === undefined || position <= calicoMinors.indexOf(until));
}

/** CNI specification of the network configuration. 3.31 alone moved to 1.0.0; 3.32 went back. */
export function cniVersion(minor: CalicoMinor): string {
  return minor === "3.31" ? "1.0.0" : "0.3.1";
}

/** Whether the images still carry the `bandwidth` plugin; naming a plugin that is not there leaves every pod without network. */
export function hasBandwidthPlugin(minor: CalicoMinor): boolean {
  return holdsIn(minor, { until: "3.29" });
}

/** The controllers that kube-controllers runs with Kubernetes as its store. */
export function enabledControllers(minor: CalicoMinor): string {
  return holdsIn(minor, { since: "3.30" }) ? "node,loadbalancer" : "node";
}

/** Name of the init container that mounts the BPF file system, as the line's own documentation calls it. */
export function bpfMountContainer(minor: CalicoMinor): string {
  return holdsIn(minor, { since: "3.31" }) ? "ebpf-bootstrap" : "mount-bpffs";
}

/** Whether calico-node reads the kernel's lockdown state below /sys/kernel/security. */
export function readsKernelSecurity(minor: CalicoMinor): boolean {
  return minor === "3.31";
}

/** Whether Felix can program nftables; before, it knew iptables only. */
export function knowsNftables(minor: CalicoMinor): boolean {
  return holdsIn(minor, { since: "3.29" });
}

/** Whether the pool's `assignmentMode` exists: nothing defaults it, since the schema of the CRD is ours. */
export function knowsAssignmentMode(minor: CalicoMinor): boolean {
  return holdsIn(minor, { since: "3.30" });
}
