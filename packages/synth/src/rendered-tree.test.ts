import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { type File, imageOf, machinesIn, pullReference } from "@groundplan/core-model";
import type { MachineManifest } from "@groundplan/hostconfig";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { caseFile, caseNames, caseText } from "../../../tools/cases/case-files.ts";
import { hasPrograms, runProgram } from "../../../tools/sandbox/programs.ts";
import { filesOfMachine, renderText } from "./cases/render-text.ts";

const repository = resolve(import.meta.dirname, "../../..");

describe.each(caseNames)("%s", (name) => {
  const rendered = () => renderText(caseText(name), caseFile(name));
  const files = async (isWanted: (file: File) => boolean = () => true) =>
    [...(await rendered()).tree.values()].filter(isWanted);

  test("every path is safe on every disk", async () => {
    const paths = (await files()).map(({ path }) => path);

    expect(paths.filter((path) => !/^[A-Za-z0-9._+@-]+(\/[A-Za-z0-9._+@-]+)*$/.test(path))).toEqual([]);
    expect(paths.filter((path) => path.split("/").some((step) => step === "." || step === ".."))).toEqual([]);
    // Some disks do not tell upper from lower case.
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
  });

  test("every text is a text: whole lines, and nothing that a program forgot to fill in", async () => {
    const texts = await files((file) => !isTemplate(file));
    const torn = texts.filter(({ content }) => !content.endsWith("\n") || /[\r\u2028\u2029\0]|[ \t]+$/m.test(content));
    const forgotten = texts.filter(({ content }) => /\[object |\bundefined\b|\bNaN\b|=>|\bfunction\b\(/.test(content));

    expect(torn.map(({ path }) => path)).toEqual([]);
    expect(forgotten.map(({ path }) => path)).toEqual([]);
  });

  test("every text says that it is generated, and by whom", async () => {
    const texts = await files((file) => !isTemplate(file) && file.path !== "OVERVIEW.md");
    const silent = texts.filter(({ content, component }) => {
      const head = content.split("\n", 3).join("\n");
      return !head.includes(`Groundplan: ${component}. Generated from cluster.yaml; edit that instead.`);
    });

    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  test("no text holds what could open a door", async () => {
    const open = await files(({ content }) => opensADoor(content));

    expect(open.map(({ path }) => path)).toEqual([]);
  });

  test("a secret is a placeholder that its file declares, once", async () => {
    const holding = await files(({ content, secrets }) => content.includes("@@secret:") || secrets.length > 0);
    // `files.yaml` names the placeholders of the files that it lists.
    const machines = holding.filter(({ path }) => !path.endsWith("/files.yaml"));

    expect(machines.length).toBeGreaterThan(0);
    for (const { path, content, secrets } of machines) {
      expect(path).toMatch(/^machines\//);
      expect(content.match(/@@secret:[^@\n]*@@/g)?.sort(), path).toEqual(
        secrets.map((slot) => slot.placeholder).sort(),
      );
    }
  });

  test("no text knows the folder that it was made in", async () => {
    const telling = await files(({ content }) => content.includes(repository));

    expect(telling.map(({ path }) => path)).toEqual([]);
  });

  test("every YAML file says the same to readers of YAML 1.2 and 1.1", async () => {
    const yaml = await files(isYaml);

    expect(yaml.length).toBeGreaterThan(0);
    for (const { path, content } of yaml) expect(dataOf(content, "1.1"), path).toEqual(dataOf(content, "1.2"));
  });

  test.skipIf(!hasPrograms("python3") || !pythonReadsYaml())("and to the reader that Ansible has", async () => {
    const yaml = await files((file) => isYaml(file) && !file.path.startsWith("manifests/crds/"));
    const program = [
      "import json, sys, yaml",
      "print(json.dumps([list(yaml.safe_load_all(text)) for text in json.load(sys.stdin)]))",
    ].join("\n");

    const { status, output } = runProgram(python, ["-c", program], {
      input: JSON.stringify(yaml.map(({ content }) => content)),
    });

    expect(status, output).toBe(0);
    const read: unknown[] = JSON.parse(output);
    for (const [position, { path, content }] of yaml.entries())
      expect(read[position], path).toEqual(dataOf(content, "1.2"));
  });

  test("files.yaml lists what its machines hold, with the checksums of the texts", async () => {
    const { cluster, tree } = await rendered();
    for (const group of Object.keys(cluster.spec.machines)) {
      const manifest: MachineManifest = parse(tree.get(`machines/${group}/files.yaml`)?.content ?? "");
      for (const machine of machinesIn(cluster, group)) {
        const own = manifest.machines[machine.name]?.files ?? [];
        const listed = new Map([...(manifest.common.files ?? []), ...own].map((entry) => [entry.path, entry]));
        const held = [...filesOfMachine(tree, machine).values()];

        expect([...listed.keys()].sort()).toEqual(held.map(({ path }) => `/${path}`).sort());
        expect(held.map(({ path }) => listed.get(`/${path}`))).toMatchObject(held.map(entryOf));
      }
    }
  });

  test("the bill has the images of manifests and static pods, and kubeadm's, and no others", async () => {
    const { cluster, tree } = await rendered();
    const ofPods = (await files(({ path }) => /^manifests\/|\/etc\/kubernetes\/manifests\//.test(path))).flatMap(
      ({ content }) => imagesIn(parse(content)),
    );
    const { release, spec } = cluster;
    const beside = ["coredns", "pause", ...(spec.kubernetes.etcd.kind === "stacked" ? ["etcd"] : [])];
    const ofKubeadm = [...(release.kubernetes.images ?? []), ...beside.map((part) => imageOf(release, part, part))];

    const bill: { images: { image: string }[] } = parse(tree.get("bom.yaml")?.content ?? "");

    const wanted = new Set([...ofPods, ...ofKubeadm.map((image) => pullReference(cluster, image))]);
    expect(bill.images.map(({ image }) => image)).toEqual([...wanted].sort());
  });
});

test.each([
  "-----BEGIN PRIVATE KEY-----",
  "token: abcdef.0123456789abcdef",
  `caCertHashes: ["sha256:${"0a".repeat(32)}"]`,
  "admin_password: Harbor12345",
  '{"password":"Harbor12345"}',
  "PGPASSWORD='Harbor12345'",
  "url: https://user:password@proxy.example.com",
])("%s would be seen to open a door", (text) => {
  expect(opensADoor(`one: line\n${text}\n`)).toBe(true);
});

/** Keys and certificates; tokens of kubeadm, hashes of its authority; passwords (a path or a variable is none), and logins in addresses. */
function opensADoor(text: string): boolean {
  return [
    /-----BEGIN [A-Z ]*(PRIVATE KEY|CERTIFICATE)-----/,
    /\b[a-z0-9]{6}\.[a-z0-9]{16}\b/,
    /ca-?cert-?hash.*[0-9a-f]{64}/i,
    /(password|passwd|secret_?key|api_?key|auth_pass)["']?(\s*=|:)\s*["']?[A-Za-z0-9+][A-Za-z0-9+/]{5,}/i,
    /\/\/[^/\s:@]+:[^/\s@]+@/,
  ].some((door) => door.test(text));
}

/** What a template gives is another file, byte for byte: no line of its own may stand in it. */
function isTemplate({ path }: File): boolean {
  return path.endsWith(".j2");
}

function isYaml({ path }: File): boolean {
  return /\.ya?ml$/.test(path);
}

/** What `files.yaml` has to say of a file. */
function entryOf({ path, content, mode, owner }: File) {
  const [user, group] = owner.split(":");
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { path: `/${path}`, sha256, mode: mode.toString(8).padStart(4, "0"), owner: user, group };
}

/** Every document of a text; a warning counts as a fault. */
function dataOf(text: string, version: "1.1" | "1.2"): unknown[] {
  const documents = parseAllDocuments(text, { version });
  for (const { errors, warnings } of documents) expect([...errors, ...warnings]).toEqual([]);
  return documents.map((document) => document.toJS());
}

const python = "/usr/bin/python3";

function pythonReadsYaml(): boolean {
  return runProgram(python, ["-c", "import yaml"]).status === 0;
}

/** What stands under the key `image` of a container, wherever in an object it is. */
function imagesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === "image" && typeof child === "string" ? [child] : imagesIn(child),
  );
}
