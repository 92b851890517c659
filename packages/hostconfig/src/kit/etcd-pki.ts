/** A certificate and its key, as absolute paths on a machine. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/**
 * Where the certificates of an etcd cluster on machines of its own lie. The authority's key stands on the first member only, a
 * member's key never leaves its machine.
 * @see https://etcd.io/docs/v3.6/op-guide/security/
 */
export const etcdPki = {
  /** Certificate of the authority, on every member. */
  authority: "/etc/etcd/pki/ca.crt",
  /** Key of the authority, on the first member, readable by root alone. */
  authorityKey: "/etc/etcd/pki/ca.key",
  /** A member's own pair, for clients, for other members, and for its own questions to the cluster. Owned by `etcd:etcd`. */
  member: { certificate: "/etc/etcd/pki/member.crt", key: "/etc/etcd/pki/member.key" } satisfies KeyPair,
  /** What an API server shows to etcd, on control-plane machines: kubeadm's customary places, so that it carries them when one joins. */
  apiServer: {
    certificate: "/etc/kubernetes/pki/apiserver-etcd-client.crt",
    key: "/etc/kubernetes/pki/apiserver-etcd-client.key",
  } satisfies KeyPair,
  /** Certificate of the authority on control-plane machines. */
  apiServerAuthority: "/etc/kubernetes/pki/etcd/ca.crt",
} as const;
