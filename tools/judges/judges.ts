/** A program that judges what we generate, built from the Go module that its own project publishes. */
export interface Judge {
  /** Name of the binary: the program and the versions it speaks for. */
  readonly name: string;
  readonly module: string;
  readonly version: string;
  /** Package of the program inside the module; empty where it is the module itself. */
  readonly program: string;
  /** Variables that the program's own release build sets, so that it knows its version. */
  readonly variables: Readonly<Record<string, string>>;
}

/** One judge for each generation of a format: kubeadm v1beta3 and v1beta4, containerd's configuration versions 2 and 3, etcd with feature gates. */
export const judges: readonly Judge[] = [
  kubeadm("kubeadm-1.24", "v1.24.17"),
  kubeadm("kubeadm-1.36", "v1.36.3"),
  containerd("containerd-1.6", "github.com/containerd/containerd", "v1.6.38"),
  containerd("containerd-2.3", "github.com/containerd/containerd/v2", "v2.3.4"),
  { name: "etcd-3.6", module: "go.etcd.io/etcd/server/v3", version: "v3.6.8", program: "", variables: {} },
];

function kubeadm(name: string, version: string): Judge {
  const [major = "", minor = ""] = version.slice(1).split(".");
  const variable = (key: string) => `k8s.io/component-base/version.${key}`;
  return {
    name,
    module: "k8s.io/kubernetes",
    version,
    program: "cmd/kubeadm",
    variables: {
      [variable("gitVersion")]: version,
      [variable("gitMajor")]: major,
      [variable("gitMinor")]: minor,
      [variable("gitTreeState")]: "clean",
    },
  };
}

function containerd(name: string, module: string, version: string): Judge {
  return { name, module, version, program: "cmd/containerd", variables: { [`${module}/version.Version`]: version } };
}
