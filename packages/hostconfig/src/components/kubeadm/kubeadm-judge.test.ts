import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { imageOf, pullReference } from "@groundplan/core-model";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { findJudge } from "../../../../../tools/judges/find-judge.ts";
import { hasPrograms, runProgram } from "../../../../../tools/sandbox/programs.ts";
import { centos7, clusterOn, debian12, enrich, kubeadmText, treeOf } from "./examples.ts";

const machines = ["master-1", "master-2", "worker-1"];

describe.each([
  { name: "kubeadm-1.24", system: centos7, check: ["migrate", "--old-config"] },
  { name: "kubeadm-1.36", system: debian12, check: ["validate", "--config"] },
])("$name itself", ({ name, system, check }) => {
  const program = findJudge(name) ?? "";
  const absent = program === "";
  const clusters = [
    ["plain", clusterOn(system)],
    ["rich", clusterOn(system, enrich)],
  ] as const;
  const cases = clusters.flatMap(([kind, cluster]) => machines.map((machine) => [kind, machine, cluster] as const));

  test.skipIf(absent).each(cases)(
    "takes the file of the %s cluster for %s without a warning",
    (_kind, machine, cluster) => {
      const path = written("kubeadm.yaml", filled(kubeadmText(cluster, machine)));

      const { status, output } = runProgram(program, ["config", ...check, path]);

      expect(status, output).toBe(0);
      expect(output.split("\n").filter((line) => /^[WE]\d{4} |unknown field|deprecated/.test(line))).toEqual([]);
    },
  );

  test.skipIf(absent).each(clusters)(
    "pulls for the %s cluster what the release pins, from where the site says",
    (_kind, cluster) => {
      const path = written("kubeadm.yaml", filled(kubeadmText(cluster, "master-1")));
      const external = cluster.spec.kubernetes.etcd.kind === "external";

      const { output } = runProgram(program, ["config", "images", "list", "--config", path]);

      const ofKubernetes = (cluster.release.kubernetes.images ?? []).map((image) => pullReference(cluster, image));
      const others = ["coredns", "pause", ...(external ? [] : ["etcd"])].map((image) =>
        pullReference(cluster, imageOf(cluster.release, image, image)),
      );
      const listed = output.split("\n").filter((line) => /^[a-z0-9.:-]+\//.test(line));
      expect(listed.sort()).toEqual([...ofKubernetes, ...others].sort());
    },
  );

  test.skipIf(absent)("would refuse a token that is none", () => {
    const path = written("kubeadm.yaml", kubeadmText(clusterOn(system), "worker-1"));

    expect(runProgram(program, ["config", ...check, path]).status).not.toBe(0);
  });
});

describe("kubeadm-1.36, without touching the machine", () => {
  const program = findJudge("kubeadm-1.36") ?? "";

  test.skipIf(program === "" || process.getuid?.() !== 0 || !hasPrograms("unshare"))(
    "lays the machine's patch over the kubelet's configuration",
    () => {
      const cluster = clusterOn(debian12);
      const patch =
        treeOf(cluster, "master-1").get("etc/kubernetes/patches/kubeletconfiguration+merge.yaml")?.content ?? "";
      const folder = dirname(written("patches/kubeletconfiguration+merge.yaml", patch));
      const text = filled(kubeadmText(cluster, "master-1")).replace(
        "directory: /etc/kubernetes/patches",
        `directory: ${folder}`,
      );
      const path = written("kubeadm.yaml", text);
      const dry = dirname(path);

      const { status, output } = runProgram(
        "unshare",
        ["--net", program, "init", "phase", "kubelet-start", "--dry-run", "--config", path],
        {
          env: { KUBEADM_INIT_DRYRUN_DIR: dry },
        },
      );

      expect(status, output).toBe(0);
      const configuration = parse(readFileSync(join(dry, "config.yaml"), "utf8"));
      expect(configuration).toMatchObject({
        kubeReserved: { cpu: "90m", memory: "2663Mi" },
        maxPods: 110,
        protectKernelDefaults: true,
      });
      expect(readFileSync(join(dry, "kubeadm-flags.env"), "utf8")).toContain("--node-ip=10.0.0.21");
    },
  );
});

/** With dummies of the right form where the run fills in what it has minted. */
function filled(text: string): string {
  return text
    .replace("@@secret:run/bootstrap-token@@", "abcdef.0123456789abcdef")
    .replace("@@secret:run/ca-cert-hash@@", `sha256:${"0".repeat(64)}`)
    .replace("@@secret:run/certificate-key@@", "0".repeat(64));
}

function written(name: string, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), "kubeadm-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}
