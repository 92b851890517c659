import {
  components2023,
  kubekeyMatrix,
  kubernetes2023,
  kubesphereElasticsearch,
  operatingSystems2023,
} from "./2023-8.ts";
import type { Release } from "./schema.ts";

/** What a published architecture recommended in August 2023, kept so that a cluster which follows it hears what is wrong. */
export const release2023080: Release = {
  version: "2023.8.0",
  title: "KubeSphere 3.2 on Kubernetes 1.24, as a published architecture recommends it",
  date: "2023-08-17",
  lifecycle: {
    state: "retired",
    since: "2023-11-30",
    why: "Its two pairs, KubeSphere 3.2 with Kubernetes 1.24 and with Elasticsearch 8, never worked upstream: use 2023.8.1 or later",
  },
  kubernetes: kubernetes2023("1.24.16"),
  operatingSystems: operatingSystems2023,
  components: {
    ...components2023({ calico: "3.26.1", containerd: "1.6.4", kubekey: "3.0.10" }),
    elasticsearch: {
      version: "8.9.1",
      lifecycle: { state: "active" },
      licence: "Elastic License 2.0 or SSPL: not to be offered to others as a service",
      images: [{ name: "elasticsearch", repository: "docker.elastic.co/elasticsearch/elasticsearch", tag: "8.9.1" }],
    },
    kubesphere: {
      version: "3.2.1",
      lifecycle: {
        state: "retired",
        why: "Followed by 3.3 and 3.4; the whole 3.x line ended with 3.4.1 in November 2023",
      },
      kubernetes: { tested: ">=1.19 <1.23", source: kubekeyMatrix },
      pairsWith: [kubesphereElasticsearch],
      images: [{ name: "ks-installer", repository: "docker.io/kubesphere/ks-installer", tag: "v3.2.1" }],
    },
  },
  centre: ["elasticsearch", "kubesphere"],
};
