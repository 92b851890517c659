import { z } from "zod";

/** Finer settings of the election. */
export const KubeVipOptions = z
  .strictObject({
    leaseSeconds: z
      .int()
      .min(5)
      .max(60)
      .default(15)
      .describe(
        "Seconds after which another control plane takes the address from one that is gone, 5-60. Default 15, as Kubernetes' own elections have it; below 10 a slow etcd makes the address move without cause. @see https://kube-vip.io/docs/installation/flags/",
      ),
    metrics: z
      .enum(["loopback", "network"])
      .default("loopback")
      .describe(
        "Where kube-vip shows its figures, port 2112. Default loopback; `network` where a monitoring outside the machine asks for them: nobody is asked for a password.",
      ),
  })
  .describe(
    "kube-vip, which holds the API server's address on an elected control plane. It comes with `loadBalancer.kind: kube-vip`.",
  );
export type KubeVipOptions = z.output<typeof KubeVipOptions>;
