import { type Cluster, type File, file, type Machine, privateRegistry, writeYaml } from "@groundplan/core-model";
import { type UnitLine, writeUnit } from "../../formats/systemd-unit.ts";
import { writeToml } from "../../formats/toml.ts";
import { header } from "../../kit/header.ts";
import { proxyEnvironment } from "../../kit/outbound-proxy.ts";
import { repositoryFiles } from "../../kit/package-repository.ts";
import { containerdConfig, loginSlot, runtimeSettings } from "./config.ts";
import { containerdRepository } from "./packages.ts";
import { registryFolder, registryHost } from "./registry.ts";
import type { ContainerdOptions } from "./schema.ts";
import { neededMounts, runtimeRoot, storageFiles } from "./storage.ts";

const component = "containerd";
const above = header(component);
const socket = "unix:///run/containerd/containerd.sock";

export function containerdFiles(cluster: Cluster, machine: Machine, options: ContainerdOptions): readonly File[] {
  return [
    configFile(cluster, machine),
    serviceDropIn(cluster, machine, options),
    crictlFile(),
    ...registryFile(cluster),
    ...repositoryFiles(component, machine, containerdRepository(cluster, machine, options)),
    ...storageFiles(component, machine),
  ];
}

function configFile(cluster: Cluster, machine: Machine): File {
  const login = loginSlot(cluster);
  return file({
    path: "etc/containerd/config.toml",
    content: writeToml(above, containerdConfig(cluster, runtimeSettings(cluster, runtimeRoot(machine)))),
    mode: login === undefined ? 0o644 : 0o600,
    component,
    // containerd cannot read its file again while it runs. Containers live on while it restarts.
    effects: [{ action: "restart", unit: "containerd" }],
    secrets: login === undefined ? [] : [login],
  });
}

function serviceDropIn(cluster: Cluster, machine: Machine, { openFiles }: ContainerdOptions): File {
  const mounts = neededMounts(machine).map((folder): UnitLine => ["RequiresMountsFor", folder]);
  const environment = Object.entries(proxyEnvironment(cluster) ?? {}).map(
    ([name, value]): UnitLine => ["Environment", [`${name}=${value}`]],
  );
  return file({
    path: "etc/systemd/system/containerd.service.d/groundplan.conf",
    content: writeUnit(above, [
      ...(mounts.length === 0 ? [] : [{ name: "Unit", lines: mounts }]),
      { name: "Service", lines: [["LimitNOFILE", openFiles], ...environment] },
    ]),
    component,
    effects: [{ action: "daemon-reload" }, { action: "restart", unit: "containerd" }],
  });
}

/** crictl looks for other runtimes first and warns at every call when it is not told. */
function crictlFile(): File {
  const content = writeYaml({ "image-endpoint": socket, "runtime-endpoint": socket, timeout: 10 }, above);
  return file({ path: "etc/crictl.yaml", content, component, effects: [{ action: "none" }] });
}

/** containerd reads it at every pull. */
function registryFile(cluster: Cluster): readonly File[] {
  const registry = privateRegistry(cluster);
  if (registry === undefined) return [];
  const path = `${registryFolder(registry.host).slice(1)}/hosts.toml`;
  return [file({ path, content: writeToml(above, registryHost(registry)), component, effects: [{ action: "none" }] })];
}
