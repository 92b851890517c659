import { describe, expect, it } from "vitest";
import type { KubernetesObject } from "../manifests.ts";
import { findDefects } from "./find-defects.ts";

const account: KubernetesObject = object("v1", "ServiceAccount", "web");
const settings: KubernetesObject = { ...object("v1", "ConfigMap", "web"), data: { colour: "blue" } };
const definition: KubernetesObject = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "shops.example.com" },
  spec: {
    group: "example.com",
    scope: "Cluster",
    names: { kind: "Shop", plural: "shops" },
    versions: [{ name: "v1", served: true, storage: true }],
  },
};

describe("findDefects", () => {
  it("finds nothing wrong with a deployment that is whole", () => {
    expect(whatIsWrong([deployment(), service("http"), account, settings])).toEqual([]);
  });

  it.each<[string, readonly KubernetesObject[], string]>([
    [
      "a selector that misses its own pods",
      [deployment({ labels: { app: "other" } }), account, settings],
      "its selector does not pick the pods of its own template",
    ],
    ["a service without pods", [service("http")], "its selector picks no pod"],
    [
      "a service port that no container has",
      [deployment(), service("https"), account, settings],
      "port 80 leads to https, which no container has",
    ],
    ["a service account that is missing", [deployment(), settings], "no service account web"],
    ["a config map that is missing", [deployment(), account], "reads ConfigMap web, which is not there"],
    [
      "a key that is missing",
      [deployment(), account, { ...settings, data: {} }],
      "reads key colour of ConfigMap web, which it does not have",
    ],
    [
      "a volume that is missing",
      [deployment({ mount: "cache" }), account, settings],
      "mounts volume cache, which it does not have",
    ],
    [
      "a volume that nobody mounts",
      [deployment({ volume: "cache" }), account, settings],
      "has volume cache, which no container mounts",
    ],
    [
      "a probe of a port that is missing",
      [deployment({ probe: "admin" }), account, settings],
      "livenessProbe of web asks port admin, which it does not have",
    ],
    [
      "a container that asks for nothing",
      [deployment({ resources: {} }), account, settings],
      "container web asks for no resources",
    ],
    [
      "a container of unknown rights",
      [deployment({ securityContext: undefined }), account, settings],
      "container web does not say what it may do",
    ],
    ["a binding without a role", [binding("reader", "web"), account], "no ClusterRole reader"],
    ["a binding without an account", [binding("view", "web")], "no service account shop/web"],
    [
      "a role that nobody holds",
      [{ ...object("rbac.authorization.k8s.io/v1", "Role", "reader"), rules: [] }],
      "nobody holds this role",
    ],
    ["an account that nobody uses", [account], "nobody uses this account"],
    ["an object without namespace", [{ ...settings, metadata: { name: "web" } }], "stands in no namespace"],
    [
      "a namespace where there is none",
      [{ ...definition, metadata: { name: "shops.example.com", namespace: "shop" } }],
      "stands in a namespace, and its kind does not",
    ],
    [
      "a kind that nothing defines",
      [{ apiVersion: "example.com/v1", kind: "Shop", metadata: { name: "a", namespace: "shop" } }],
      "nothing defines Shop of example.com/v1",
    ],
    [
      "a version that is not served",
      [definition, { apiVersion: "example.com/v2", kind: "Shop", metadata: { name: "a" } }],
      "version v2 is not served",
    ],
    [
      "a definition of another name",
      [{ ...definition, metadata: { name: "shop.example.com" } }],
      "must be named shops.example.com",
    ],
    ["an object that is there twice", [settings, settings], "is there twice"],
    [
      "an interface that is gone",
      [
        {
          ...object("policy/v1beta1", "PodDisruptionBudget", "web"),
          spec: { selector: { matchLabels: { app: "web" } } },
        },
        deployment(),
        account,
        settings,
      ],
      "policy/v1beta1 is gone since Kubernetes 1.25",
    ],
  ])("finds %s", (_case, objects, what) => {
    expect(whatIsWrong(objects)).toEqual([what]);
  });

  it("asks of a definition in a group of Kubernetes who approved it", () => {
    const spec = { ...(definition.spec as object), group: "policy.networking.k8s.io" };
    const own = { ...definition, metadata: { name: "shops.policy.networking.k8s.io" }, spec };

    expect(whatIsWrong([own])).toEqual(["a group of Kubernetes needs the annotation api-approved.kubernetes.io"]);
  });
});

function whatIsWrong(objects: readonly KubernetesObject[]): readonly string[] {
  return findDefects(objects, "1.36.0").map(({ what }) => what);
}

function object(apiVersion: string, kind: string, name: string): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace: "shop" } };
}

function service(targetPort: string): KubernetesObject {
  return { ...object("v1", "Service", "web"), spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort }] } };
}

function binding(role: string, name: string): KubernetesObject {
  return {
    ...object("rbac.authorization.k8s.io/v1", "RoleBinding", "web"),
    roleRef: { kind: "ClusterRole", name: role },
    subjects: [{ kind: "ServiceAccount", name, namespace: "shop" }],
  };
}

interface Flaw {
  readonly labels?: object;
  readonly mount?: string;
  readonly volume?: string;
  readonly probe?: string;
  readonly resources?: object;
  readonly securityContext?: object | undefined;
}

function deployment(flaw: Flaw = {}): KubernetesObject {
  const container = {
    name: "web",
    env: [{ name: "COLOUR", valueFrom: { configMapKeyRef: { name: "web", key: "colour" } } }],
    ports: [{ name: "http", containerPort: 8080 }],
    livenessProbe: { httpGet: { port: flaw.probe ?? "http" } },
    resources: flaw.resources ?? { requests: { cpu: "10m" } },
    ...("securityContext" in flaw ? {} : { securityContext: { runAsNonRoot: true } }),
    ...(flaw.mount ? { volumeMounts: [{ name: flaw.mount, mountPath: "/cache" }] } : {}),
  };
  const pod = {
    serviceAccountName: "web",
    containers: [container],
    ...(flaw.volume ? { volumes: [{ name: flaw.volume, emptyDir: {} }] } : {}),
  };
  return {
    ...object("apps/v1", "Deployment", "web"),
    spec: {
      selector: { matchLabels: { app: "web" } },
      template: { metadata: { labels: flaw.labels ?? { app: "web" } }, spec: pod },
    },
  };
}
