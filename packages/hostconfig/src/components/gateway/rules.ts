import { machinesIn, oneOfEachGroup, type Rule } from "@groundplan/core-model";
import { enforcesSelinux } from "../../os/selinux.ts";
import { namesOf, tryFindGateway } from "./schema.ts";

const optionsPath = ["spec", "hostServices", "gateway"] as const;

const domainTwice: Rule = {
  id: "gateway-domain-twice",
  why: "Of two sites with one domain nginx serves the first and only warns of the second.",
  severity: "error",
  reference: "https://nginx.org/en/docs/http/server_names.html",
  *check(cluster) {
    const seen = new Map<string, string>();
    for (const [position, site] of (tryFindGateway(cluster)?.sites ?? []).entries()) {
      for (const name of namesOf(site)) {
        const other = seen.get(name);
        seen.set(name, other ?? site.domain);
        if (other === undefined) continue;
        yield {
          path: [...optionsPath, "sites", position],
          value: name,
          message: `${name} of the site ${site.domain} is already that of ${other === site.domain ? "an earlier entry" : `the site ${other}`}`,
          remedy: "Give each domain to one site",
        };
      }
    }
  },
};

const plainHttp: Rule = {
  id: "gateway-plain-http",
  why: "Passwords and sessions of a site without TLS can be read on every hop between the browser and the gateway.",
  severity: "advice",
  reference: "https://cheatsheetseries.owasp.org/cheatsheets/Transport_Layer_Security_Cheat_Sheet.html",
  *check(cluster) {
    if (cluster.spec.tier !== "production") return;
    for (const [position, site] of (tryFindGateway(cluster)?.sites ?? []).entries()) {
      if (site.tls !== undefined) continue;
      yield {
        path: [...optionsPath, "sites", position],
        value: site.domain,
        message: `${site.domain} is served without TLS`,
        remedy: "Give it a certificate: tls: { certificate: { secret: ... } }",
      };
    }
  },
};

const alone: Rule = {
  id: "gateway-alone",
  why: "Without a second machine, or an address that moves there, every site is away while one machine is.",
  severity: "warning",
  reference: "https://www.rfc-editor.org/rfc/rfc5798#section-1",
  *check(cluster) {
    const gateway = tryFindGateway(cluster);
    if (cluster.spec.tier !== "production" || !gateway || gateway.vip) return;
    const machines = machinesIn(cluster, gateway.group);
    if (machines.length > 1) return;
    yield {
      path: [...optionsPath, "group"],
      value: gateway.group,
      message: `the gateway stands on ${machines.length} machine (${gateway.group}), and no address leads to another`,
      remedy: "Add a second machine to the group, and a vip with a routerId",
    };
  },
};

/** Ports that the policy of RHEL and its relatives leaves to web servers (http_port_t and http_cache_port_t). */
const selinuxPorts = new Set([80, 81, 443, 488, 8008, 8009, 8080, 8118, 8123, 8443, 9000]);

const healthPort: Rule = {
  id: "gateway-health-port",
  why: "SELinux lets a web server listen on well-known ports only: on another, nginx does not start.",
  severity: "error",
  reference: "https://docs.redhat.com/en/documentation/red_hat_enterprise_linux/9/html/using_selinux/",
  *check(cluster) {
    const gateway = tryFindGateway(cluster);
    if (!gateway || selinuxPorts.has(gateway.healthPort)) return;
    const machine = oneOfEachGroup(machinesIn(cluster, gateway.group)).find(({ os }) => enforcesSelinux(os));
    if (!machine) return;
    yield {
      path: [...optionsPath, "healthPort"],
      value: gateway.healthPort,
      message: `healthPort is ${gateway.healthPort}, where SELinux on ${machine.os.distribution} ${machine.os.version} lets no web server listen`,
      remedy: "Use 8008, or another of 8009, 8080, 8443 and 9000",
    };
  },
};

export const gatewayRules: readonly Rule[] = [domainTwice, plainHttp, alone, healthPort];
