import { type Cluster, type PrivateRegistry, privateRegistry } from "@groundplan/core-model";
import type { Supply } from "../../host-component.ts";
import { registriesFolder } from "./config.ts";

/** What hosts.toml says of the site's registry. */
export function registryHost({ host, caCertificate }: PrivateRegistry): Record<string, unknown> {
  const address = `https://${host}`;
  const trust = caCertificate === undefined ? {} : { ca: caPath(host) };
  return { server: address, host: { [address]: { capabilities: ["pull", "resolve"], ...trust } } };
}

/** Folder of a registry. containerd also finds it without the colon, which other systems cannot have in a file's name. */
export function registryFolder(host: string): string {
  return `${registriesFolder}/${host.replace(/:(\d+)$/, "_$1_")}`;
}

function caPath(host: string): string {
  return `${registryFolder(host)}/ca.crt`;
}

/** The authority that signed the registry's certificate, where the system does not trust it by itself. */
export function registrySupplies(cluster: Cluster): readonly Supply[] {
  const registry = privateRegistry(cluster);
  if (registry?.caCertificate === undefined) return [];
  return [{ path: caPath(registry.host), mode: 0o644, from: { clusterFile: registry.caCertificate } }];
}
