import { expect, test } from "vitest";
import type { Judge } from "./judges.ts";
import { moduleFile } from "./module-file.ts";

const kubeadm: Judge = {
  name: "kubeadm-1.36",
  module: "k8s.io/kubernetes",
  version: "v1.36.3",
  program: "cmd/kubeadm",
  variables: {},
};

test("a folder of the upstream repository is replaced by the module that it is published as", () => {
  const upstream = {
    Go: "1.26.0",
    Replace: [{ Old: { Path: "k8s.io/api" }, New: { Path: "./staging/src/k8s.io/api" } }],
  };

  const text = moduleFile(kubeadm, upstream);

  expect(text).toContain("go 1.26.0\n");
  expect(text).toContain("require k8s.io/kubernetes v1.36.3\n");
  expect(text).toContain("replace k8s.io/api => k8s.io/api v0.36.3\n");
});

test("a replacement by another version is repeated as it is", () => {
  const upstream = {
    Replace: [{ Old: { Path: "example.com/a", Version: "v1.0.0" }, New: { Path: "example.com/b", Version: "v1.0.1" } }],
  };

  expect(moduleFile(kubeadm, upstream)).toContain("replace example.com/a v1.0.0 => example.com/b v1.0.1\n");
});

test("a folder of a module that requires the published version already needs no line", () => {
  const containerd: Judge = { ...kubeadm, module: "github.com/containerd/containerd/v2", version: "v2.3.4" };
  const upstream = { Replace: [{ Old: { Path: "github.com/containerd/containerd/api" }, New: { Path: "./api" } }] };

  expect(moduleFile(containerd, upstream)).not.toContain("replace");
});
