import type { RuleCases } from "../rule-case.ts";

const name = "spec.kubernetes.apiServer.name";

export const apiServerCases: RuleCases = {
  "api-server-name": {
    breaks: [
      {
        name: "the name of a machine",
        given: { [name]: "master-1.example.com" },
        finds: [
          "warning kubernetes.apiServer.name: master-1.example.com is a machine, and the name of the API server cannot change later. Use a name of its own, such as api.example.com",
        ],
      },
      {
        name: "the short name of a machine",
        given: { [name]: "master-1" },
        finds: [
          "warning kubernetes.apiServer.name: master-1 is a machine, and the name of the API server cannot change later. Use a name of its own, such as api.example.com",
        ],
      },
      {
        name: "an address",
        given: { [name]: "10.0.0.10" },
        finds: [
          "warning kubernetes.apiServer.name: 10.0.0.10 is an address, and the name of the API server cannot change later. Use a name of its own, such as api.example.com",
        ],
      },
    ],
    keeps: [{ name: "a machine's name in another domain", given: { [name]: "master-1.k8s.example.com" } }],
  },
  "api-server-domain": {
    breaks: [
      {
        name: "a name of another domain",
        given: { [name]: "api.example.org" },
        finds: [
          "advice kubernetes.apiServer.name: api.example.org is not under the site's domain example.com. Use a name under example.com, such as api.example.com",
        ],
      },
    ],
    keeps: [{ name: "a name far below the site's domain", given: { [name]: "api.k8s.example.com" } }],
  },
  "api-server-private": {
    breaks: [
      {
        name: "a public balancer",
        given: {
          "spec.loadBalancer": {
            kind: "cloud",
            address: "198.51.100.7",
            listeners: [{ port: 6443, to: { group: "masters", port: 6443 } }],
          },
        },
        finds: [
          "warning loadBalancer: the API server's address 198.51.100.7 is public. Use a private address, and reach it through a VPN or bastion",
        ],
      },
    ],
    keeps: [
      { name: "a private address" },
      { name: "no balancer at all", given: { "spec.loadBalancer": { kind: "none" } } },
    ],
  },
  "cluster-domain": {
    breaks: [
      {
        name: "another domain",
        given: { "spec.kubernetes.clusterDomain": "k8s.internal" },
        finds: [
          "advice kubernetes.clusterDomain: the cluster's domain is k8s.internal, and much software assumes cluster.local. Leave it at cluster.local",
        ],
      },
      {
        name: "the site's own domain",
        given: { "spec.kubernetes.clusterDomain": "example.com" },
        finds: [
          "error kubernetes.clusterDomain: pods would look for the site's names (example.com) inside the cluster (example.com). Leave it at cluster.local",
        ],
      },
      {
        name: "a domain above the site's",
        given: { "spec.kubernetes.clusterDomain": "com" },
        finds: [
          "error kubernetes.clusterDomain: pods would look for the site's names (example.com) inside the cluster (com). Leave it at cluster.local",
        ],
      },
    ],
    keeps: [{ name: "the usual domain", given: { "spec.kubernetes.clusterDomain": "cluster.local" } }],
  },
};
