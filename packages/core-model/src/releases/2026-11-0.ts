import { addonComponents } from "./2026-11-0-addons.ts";
import { nodeComponents, operatingSystems } from "./2026-11-0-nodes.ts";
import { kubernetesArtifacts } from "./published-artifacts.ts";
import type { Release } from "./schema.ts";

/** The current release: the newest versions that upstream tested with each other. */
export const release2026110: Release = {
  version: "2026.11.0",
  title: "Kubernetes 1.36 with Calico 3.32 and containerd 2.3",
  date: "2026-11-21",
  lifecycle: { state: "active" },
  kubernetes: {
    version: "1.36.4",
    endOfLife: "2027-06-28",
    source: "https://kubernetes.io/releases/1.36/",
    ...kubernetesArtifacts("1.36.4", {
      kubeadm: {
        amd64: "10d054585907f2c8bb823c84f6a66b3bd2a474c3d795475f04e9a44f78650fe6",
        arm64: "6a849c07d3e1c708f5c40f1ac8be03a56124204dfc7e1931e4113634019c0dad",
      },
      kubectl: {
        amd64: "8b8f088da2dab964f853b38464033b1be15ede2839eca751482357c45abdd05a",
        arm64: "0ecf44450ee6063bf19dd166a103ee6df4a9034455c2abce626e6eea657d73fb",
      },
      kubelet: {
        amd64: "cf2562db46c48ab84cc3791540778ee7fb1a0a008529adbb434723dd02ed8b4b",
        arm64: "fd53ea3fcbd077844f50a3c67e9b52f62972a563674956bab0c0f4fb7ea37d50",
      },
    }),
  },
  operatingSystems,
  components: { ...nodeComponents, ...addonComponents },
  upgradesFrom: [
    {
      release: "2023.8.1",
      how: "cluster-replacement",
      why: "Twelve minor versions of Kubernetes, another operating system and another KubeSphere: a new cluster is the shorter way",
    },
  ],
};
