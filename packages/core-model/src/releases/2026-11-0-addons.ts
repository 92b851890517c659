import { calicoImages } from "./published-artifacts.ts";
import type { Release } from "./schema.ts";

// What runs in the cluster, in release 2026.11.0. Images stand where upstream's own manifests were read.

type Components = Release["components"];

const elasticLicence = "AGPL 3.0, SSPL or Elastic License 2.0, as you choose";

const network: Components = {
  calico: {
    version: "3.32.1",
    lifecycle: { state: "active" },
    kubernetes: {
      tested: ">=1.34 <1.37",
      works: ">=1.21",
      source: "https://docs.tigera.io/calico/3.32/getting-started/kubernetes/requirements",
    },
    images: calicoImages("quay.io", "3.32.1"),
  },
  "kube-vip": {
    version: "1.2.3",
    lifecycle: { state: "active" },
    images: [{ name: "kube-vip", repository: "ghcr.io/kube-vip/kube-vip", tag: "v1.2.3" }],
  },
  metallb: { version: "0.16.1", lifecycle: { state: "active" } },
  "node-local-dns": {
    version: "1.25.0",
    lifecycle: { state: "active" },
    images: [{ name: "node-cache", repository: "registry.k8s.io/dns/k8s-dns-node-cache", tag: "1.25.0" }],
  },
};

const waysIn: Components = {
  "ingress-nginx": {
    version: "1.15.1",
    lifecycle: {
      state: "retired",
      since: "2026-04-01",
      why: "Upstream ended it in March 2026 and fixes nothing any more: use Traefik, which also reads ingress-nginx annotations",
      source: "https://github.com/kubernetes/ingress-nginx",
    },
    kubernetes: {
      tested: ">=1.31 <1.36",
      works: ">=1.21",
      source: "https://github.com/kubernetes/ingress-nginx#supported-versions-table",
    },
    images: [{ name: "controller", repository: "registry.k8s.io/ingress-nginx/controller", tag: "v1.15.1" }],
  },
  istio: { version: "1.30.3", lifecycle: { state: "active" } },
  traefik: {
    version: "3.7.11",
    lifecycle: { state: "active" },
    kubernetes: {
      works: ">=1.25",
      source: "https://github.com/traefik/traefik-helm-chart/blob/v41.3.0/traefik/Chart.yaml",
    },
    images: [{ name: "traefik", repository: "docker.io/library/traefik", tag: "v3.7.11" }],
  },
};

const storage: Components = {
  longhorn: {
    version: "1.12.1",
    lifecycle: { state: "active" },
    kubernetes: { works: ">=1.25", source: "https://github.com/longhorn/longhorn/blob/v1.12.1/chart/Chart.yaml" },
  },
  "nfs-provisioner": {
    software: "nfs-subdir-external-provisioner",
    version: "4.0.2",
    lifecycle: { state: "maintenance", why: "No change since February 2024" },
  },
  "rook-ceph": {
    software: "Rook with Ceph 20.2.4",
    version: "1.20.6",
    lifecycle: { state: "active" },
    kubernetes: { tested: ">=1.31 <1.37", source: "https://rook.io/docs/rook/v1.20/Getting-Started/quickstart/" },
    images: [
      { name: "ceph", repository: "quay.io/ceph/ceph", tag: "v20.2.4" },
      { name: "operator", repository: "docker.io/rook/ceph", tag: "v1.20.6" },
    ],
  },
  velero: {
    version: "1.18.1",
    lifecycle: { state: "active" },
    kubernetes: {
      tested: ">=1.33 <1.36",
      works: ">=1.18",
      source: "https://github.com/vmware-tanzu/velero#velero-compatibility-matrix",
    },
  },
};

const observation: Components = {
  elasticsearch: {
    version: "9.4.3",
    lifecycle: { state: "active" },
    licence: elasticLicence,
    images: [{ name: "elasticsearch", repository: "docker.elastic.co/elasticsearch/elasticsearch", tag: "9.4.3" }],
  },
  filebeat: {
    version: "9.4.3",
    lifecycle: { state: "active" },
    licence: elasticLicence,
    pairsWith: [
      {
        component: "elasticsearch",
        range: ">=9.4.3 <10",
        why: "A Beat sends only to an Elasticsearch of its own major version that is not older than itself",
        source: "https://www.elastic.co/support/matrix#matrix_compatibility",
      },
    ],
    images: [{ name: "filebeat", repository: "docker.elastic.co/beats/filebeat", tag: "9.4.3" }],
  },
  kibana: {
    version: "9.4.3",
    lifecycle: { state: "active" },
    licence: elasticLicence,
    pairsWith: [
      {
        component: "elasticsearch",
        range: ">=9.4.3 <10",
        why: "Kibana refuses an Elasticsearch of another major version or of an older minor one",
        source: "https://www.elastic.co/support/matrix#matrix_compatibility",
      },
    ],
    images: [{ name: "kibana", repository: "docker.elastic.co/kibana/kibana", tag: "9.4.3" }],
  },
  loki: {
    version: "3.7.7",
    lifecycle: { state: "active" },
    licence: "AGPL 3.0",
    images: [{ name: "loki", repository: "docker.io/grafana/loki", tag: "3.7.7" }],
  },
  "metrics-server": {
    version: "0.9.0",
    lifecycle: { state: "active" },
    kubernetes: { tested: ">=1.34", source: "https://github.com/kubernetes-sigs/metrics-server#compatibility-matrix" },
    images: [{ name: "metrics-server", repository: "registry.k8s.io/metrics-server/metrics-server", tag: "v0.9.0" }],
  },
  monitoring: {
    software: "kube-prometheus",
    version: "0.18.0",
    lifecycle: { state: "active" },
    licence: "Apache-2.0; Grafana in it is AGPL 3.0",
    kubernetes: {
      tested: ">=1.33 <1.37",
      source: "https://github.com/prometheus-operator/kube-prometheus#compatibility",
    },
    images: [
      { name: "alertmanager", repository: "quay.io/prometheus/alertmanager", tag: "v0.33.0" },
      { name: "blackbox-exporter", repository: "quay.io/prometheus/blackbox-exporter", tag: "v0.28.0" },
      { name: "config-reloader", repository: "quay.io/prometheus-operator/prometheus-config-reloader", tag: "v0.92.0" },
      { name: "grafana", repository: "docker.io/grafana/grafana", tag: "13.0.2" },
      { name: "kube-rbac-proxy", repository: "quay.io/brancz/kube-rbac-proxy", tag: "v0.22.0" },
      {
        name: "kube-state-metrics",
        repository: "registry.k8s.io/kube-state-metrics/kube-state-metrics",
        tag: "v2.19.0",
      },
      { name: "node-exporter", repository: "quay.io/prometheus/node-exporter", tag: "v1.11.1" },
      { name: "prometheus", repository: "quay.io/prometheus/prometheus", tag: "v3.12.0" },
      {
        name: "prometheus-adapter",
        repository: "registry.k8s.io/prometheus-adapter/prometheus-adapter",
        tag: "v0.12.0",
      },
      { name: "prometheus-operator", repository: "quay.io/prometheus-operator/prometheus-operator", tag: "v0.92.0" },
    ],
  },
};

const harborImages = [
  "harbor-core",
  "harbor-db",
  "harbor-exporter",
  "harbor-jobservice",
  "harbor-portal",
  "harbor-registryctl",
  "nginx-photon",
  "redis-photon",
  "registry-photon",
  "trivy-adapter-photon",
];

const platform: Components = {
  "cert-manager": {
    version: "1.21.1",
    lifecycle: { state: "active" },
    kubernetes: { tested: ">=1.33 <1.37", source: "https://cert-manager.io/docs/releases/" },
  },
  harbor: {
    version: "2.15.1",
    lifecycle: { state: "active" },
    kubernetes: { works: ">=1.20", source: "https://github.com/goharbor/harbor-helm/blob/v1.19.1/README.md" },
    images: harborImages.map((name) => ({ name, repository: `docker.io/goharbor/${name}`, tag: "v2.15.1" })),
  },
  kubesphere: {
    version: "4.1.3",
    lifecycle: { state: "active" },
    licence: "KubeSphere's own conditions since 4.0: commercial products and services on it need permission",
    kubernetes: { source: "https://github.com/kubesphere/kubesphere/blob/v4.1.3/README.md" },
  },
};

export const addonComponents: Components = { ...network, ...waysIn, ...storage, ...observation, ...platform };
