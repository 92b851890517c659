import { card, type Given } from "../changed-example.ts";
import type { RuleCases } from "../rule-case.ts";

const centos7: Given = { "spec.os": { distribution: "centos", version: "7.9" } };
const on2023080: Given = { "spec.release": "2023.8.0", ...centos7 };
const on2023081: Given = { "spec.release": "2023.8.1", ...centos7 };
const kubernetes = { version: "1.36.9", endOfLife: "2027-06-28", source: "https://kubernetes.io/releases/" };
const ingressNginx = card({ name: "ingress-nginx", kind: "addon", impliedBy: () => true });

export const releaseCases: RuleCases = {
  "release-kubernetes-range": {
    breaks: [
      {
        name: "KubeSphere 3.2 on Kubernetes 1.24",
        given: on2023080,
        finds: ["error release: kubesphere 3.2.1 goes with Kubernetes >=1.19 <1.23; ..."],
      },
    ],
    keeps: [{ name: "KubeSphere 3.4 on Kubernetes 1.24", given: on2023081 }],
  },
  "release-pairing": {
    breaks: [
      {
        name: "KubeSphere 3.2 with Elasticsearch 8",
        given: on2023080,
        finds: ["error release: kubesphere 3.2.1 goes with elasticsearch >=5 <8; ..."],
      },
    ],
    keeps: [{ name: "KubeSphere 3.4 with Elasticsearch 7", given: on2023081 }],
  },
  "release-advice": {
    breaks: [
      {
        name: "KubeSphere 3.4 in production",
        given: on2023081,
        finds: ["warning release: KubeSphere 3.3 and 3.4 are advised against in production ..."],
      },
    ],
    keeps: [{ name: "KubeSphere 3.4 in staging", given: { ...on2023081, "spec.tier": "staging" } }],
  },
  "release-component-retired": {
    breaks: [
      {
        name: "ingress-nginx",
        cards: [ingressNginx],
        finds: ["warning release: ingress-nginx 1.15.1 gets no fixes since 2026-04-01: ..."],
      },
    ],
    keeps: [{ name: "the current release without it" }],
  },
  "release-lifecycle": {
    breaks: [
      {
        name: "a release in maintenance",
        given: on2023081,
        finds: ["advice release: release 2023.8.1 is in maintenance: ..."],
      },
      {
        name: "a retired release",
        release: { lifecycle: { state: "retired", since: "2026-06-01", why: "another takes its place" } },
        finds: ["warning release: release 2026.11.0 is retired: another takes its place. Move to a current release"],
      },
    ],
    keeps: [{ name: "the current release" }],
  },
  "kubernetes-end-of-life": {
    breaks: [
      {
        name: "the day after the last fixes",
        release: { kubernetes },
        asOf: "2027-06-29",
        finds: [
          "warning release: Kubernetes 1.36.9 of release 2026.11.0 had its last fixes on 2027-06-28; judged on 2027-06-29. Move to a release with a supported Kubernetes",
        ],
      },
    ],
    keeps: [{ name: "the day of the last fixes", release: { kubernetes }, asOf: "2027-06-28" }],
  },
  "system-untested": {
    breaks: [
      {
        name: "CentOS 7 on the current release",
        given: centos7,
        finds: ["error os: centos 7.9 is not a system of release 2026.11.0, which knows ..."],
      },
    ],
    keeps: [{ name: "CentOS 7 on the release that was made for it", given: on2023081 }],
  },
  "system-retired": {
    breaks: [
      {
        name: "CentOS 7",
        given: on2023081,
        finds: ["warning os: centos 7.9 gets no fixes since 2024-07-01: ..."],
      },
    ],
    keeps: [{ name: "Debian 12" }],
  },
  "system-end-of-life": {
    breaks: [
      {
        name: "Debian 12 after its last day",
        asOf: "2028-06-11",
        finds: [
          "warning os: debian 12 had its last free fixes on 2028-06-10; judged on 2028-06-11. Plan new machines with a supported system",
        ],
      },
    ],
    keeps: [
      { name: "Debian 12 on its last day", asOf: "2028-06-10" },
      { name: "CentOS 7, which is retired", given: on2023081 },
    ],
  },
};
