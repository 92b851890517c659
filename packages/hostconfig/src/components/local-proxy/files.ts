import { apiServerEndpoint, type Cluster, controlPlanes, type File, file, type Machine } from "@groundplan/core-model";
import { writeHaproxy } from "../../formats/haproxy.ts";
import { haproxyAbilities } from "../../kit/haproxy-abilities.ts";
import {
  apiServerBackend,
  defaultsSection,
  globalSection,
  healthFrontend,
  tcpFrontend,
} from "../../kit/haproxy-sections.ts";
import { haproxyDropIn, haproxyLogFiles } from "../../kit/haproxy-service.ts";
import { header } from "../../kit/header.ts";
import type { LocalProxyOptions } from "./schema.ts";

const component = "local-proxy";

export function localProxyFiles(cluster: Cluster, machine: Machine, options: LocalProxyOptions): readonly File[] {
  const able = haproxyAbilities(cluster.release, machine.os);
  const { controlPlane, apiServer } = cluster.spec.kubernetes;
  const backend = `${controlPlane.group}-${apiServer.port}`;
  const sections = [
    globalSection(able, options.maxConnections),
    defaultsSection(able, options.idleHours),
    healthFrontend(options.healthPort),
    tcpFrontend("api-server", `127.0.0.1:${apiServerEndpoint(cluster).port}`, backend),
    apiServerBackend(backend, controlPlanes(cluster), apiServer.port),
  ];
  return [
    file({
      path: "etc/haproxy/haproxy.cfg",
      content: writeHaproxy(header(component), sections),
      component,
      effects: [{ action: "reload", unit: "haproxy" }],
    }),
    haproxyDropIn(component, machine.os, options.maxConnections),
    ...haproxyLogFiles(component, able),
  ];
}
