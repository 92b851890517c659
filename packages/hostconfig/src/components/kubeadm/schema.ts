import { z } from "zod";
import { packageSource } from "../../kit/package-repository.ts";

/** Stands in the repository's address for the minor version of Kubernetes. */
export const minorPlaceholder = "MINOR";

/** Finer settings of kubeadm, of the control plane and of the kubelets. */
export const KubeadmOptions = z
  .strictObject({
    packages: packageSource(
      `https://pkgs.k8s.io/core:/stable:/v${minorPlaceholder}`,
      `below it lie \`deb\` and \`rpm\`, and \`${minorPlaceholder}\` stands for the minor version of Kubernetes, such as 1.36`,
    ),
    metrics: z
      .enum(["loopback", "network"])
      .default("loopback")
      .describe(
        "Where the controller manager, the scheduler, kube-proxy and a stacked etcd show their figures. Default loopback, as the CIS benchmark wants it; `network` where a monitoring outside the machine asks for them. etcd and kube-proxy ask nobody for a password.",
      ),
    maxPods: z
      .int()
      .min(10)
      .max(1000)
      .optional()
      .describe(
        "Pods that a node runs at most, 10-1000. Default 110, the number that Kubernetes is tested with, or what a node's share of the pod network has room for.",
      ),
    processesPerPod: z
      .int()
      .min(128)
      .max(4_194_304)
      .default(4096)
      .describe(
        "Processes and threads that a pod may have, 128-4194304. Default 4096: a pod that forks without end stops itself and not its node.",
      ),
    shutdownGraceSeconds: z
      .int()
      .min(0)
      .max(900)
      .default(60)
      .describe(
        "Seconds that pods are given to end when a machine shuts down, 0-900. Default 60, of which the last third is for critical pods. 0: the system kills them.",
      ),
  })
  .describe("Kubernetes on the nodes: kubeadm, the kubelet and the control plane. It comes by itself.");
export type KubeadmOptions = z.output<typeof KubeadmOptions>;
