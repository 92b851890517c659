import {
  components2023,
  kubekeyMatrix,
  kubernetes2023,
  kubesphereElasticsearch,
  operatingSystems2023,
} from "./2023-8.ts";
import type { Release } from "./schema.ts";

/** The same line with pairs that upstream tested, for clusters that stand on CentOS 7 and KubeSphere 3. */
export const release2023081: Release = {
  version: "2023.8.1",
  title: "KubeSphere 3.4 on Kubernetes 1.24, with Elasticsearch 7",
  date: "2023-11-30",
  lifecycle: {
    state: "maintenance",
    why: "Kept for clusters that stand on CentOS 7 and KubeSphere 3; Kubernetes 1.24 gets no fixes: move to 2026.11.0",
  },
  kubernetes: kubernetes2023("1.24.17"),
  operatingSystems: operatingSystems2023,
  components: {
    ...components2023({ calico: "3.26.4", containerd: "1.6.25", kubekey: "3.0.10" }),
    elasticsearch: {
      version: "7.17.15",
      lifecycle: { state: "maintenance", why: "The last 7.x line, for software that does not speak to 8 yet" },
      licence: "Elastic License 2.0 or SSPL: not to be offered to others as a service",
      images: [{ name: "elasticsearch", repository: "docker.elastic.co/elasticsearch/elasticsearch", tag: "7.17.15" }],
    },
    kibana: {
      version: "7.17.15",
      lifecycle: { state: "maintenance", why: "The last 7.x line; Kibana and Elasticsearch go together" },
      licence: "Elastic License 2.0 or SSPL: not to be offered to others as a service",
      pairsWith: [
        {
          component: "elasticsearch",
          range: ">=7.17.15 <8",
          why: "Kibana refuses an Elasticsearch of another major version or of an older minor one",
          source: "https://www.elastic.co/guide/en/kibana/7.17/setup.html",
        },
      ],
      images: [{ name: "kibana", repository: "docker.elastic.co/kibana/kibana", tag: "7.17.15" }],
    },
    kubesphere: {
      version: "3.4.1",
      lifecycle: {
        state: "retired",
        why: "The last version of 3.x, of November 2023; 4.x is another product with another licence",
      },
      kubernetes: { tested: ">=1.21 <1.27", source: kubekeyMatrix },
      pairsWith: [kubesphereElasticsearch],
      images: [{ name: "ks-installer", repository: "docker.io/kubesphere/ks-installer", tag: "v3.4.1" }],
    },
  },
  centre: ["elasticsearch", "kubesphere"],
  advice: [
    {
      component: "kubesphere",
      range: ">=3.3 <3.5",
      tiers: ["production"],
      text: "KubeSphere 3.3 and 3.4 are advised against in production by the architecture that this line follows",
      remedy: "Waive the advice with a reason, or plan without KubeSphere",
      source: "published architecture on KubeSphere (2023-08)",
    },
  ],
  upgradesFrom: [
    {
      release: "2023.8.0",
      how: "cluster-replacement",
      why: "Elasticsearch cannot go back from 8 to 7 on the same data, and KubeSphere 3.2 never ran on Kubernetes 1.24",
    },
  ],
};
