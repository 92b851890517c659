import {
  type Cluster,
  isNode,
  type Machine,
  oneOfEachGroup,
  type Path,
  type Rule,
  tryFindComponent,
  tryFindOperatingSystem,
} from "@groundplan/core-model";
import { readSysctl } from "../../formats/sysctl.ts";
import { componentsOn } from "../../machine-plan.ts";
import { knownSystems, tryFindSystem } from "../../os/system-facts.ts";
import { requiredOnNodes } from "./kernel.ts";
import { MachineBaseOptions } from "./schema.ts";

const name = "machine-base";
const optionsPath = ["spec", "hostServices", name] as const;

function optionsOf(cluster: Cluster): MachineBaseOptions {
  return MachineBaseOptions.parse(tryFindComponent(cluster, "host-component", name)?.options ?? {});
}

/** A setting that the document gives to the machines of a group, with its place. */
interface GivenSetting {
  readonly machine: Machine;
  readonly key: string;
  readonly value: string;
  readonly path: Path;
}

function givenSettings(cluster: Cluster, options: MachineBaseOptions): readonly GivenSetting[] {
  return oneOfEachGroup(cluster.machines).flatMap((machine) => {
    const ofGroup = options.groups[machine.group]?.sysctl ?? {};
    return Object.entries({ ...options.sysctl, ...ofGroup }).map(([key, value]) => {
      const place = Object.hasOwn(ofGroup, key) ? ["groups", machine.group] : [];
      return { machine, key, value: String(value), path: [...optionsPath, ...place, "sysctl", key] };
    });
  });
}

const settingRequired: Rule = {
  id: "machine-base-required-setting",
  why: "The kubelet refuses to start, or pods do not reach each other, with another value of these settings.",
  severity: "error",
  reference: "https://kubernetes.io/docs/setup/production-environment/container-runtimes/#network-configuration",
  *check(cluster) {
    for (const { machine, key, value, path } of givenSettings(cluster, optionsOf(cluster))) {
      const wanted = requiredOnNodes[key];
      if (!isNode(cluster, machine) || wanted === undefined || value === String(wanted)) continue;
      yield {
        path,
        value,
        message: `${key} is ${value} on ${machine.group}, and Kubernetes needs ${wanted} there`,
        remedy: "Take it out, or give it to the groups without nodes only, under `groups`",
      };
    }
  },
};

/** Files of sysctl.d are read in the order of their names, and ours is the last. */
const settingOverrides: Rule = {
  id: "machine-base-setting-override",
  why: "The document's kernel settings are read last, so they silently undo what other software on the machine has set.",
  severity: "error",
  reference: "https://www.freedesktop.org/software/systemd/man/latest/sysctl.d.html",
  *check(cluster) {
    const given = givenSettings(cluster, optionsOf(cluster));
    for (const { machine, key, value, path } of given) {
      for (const other of settingsOfOthers(cluster, machine)) {
        if (other.key !== key || other.value === value) continue;
        yield {
          path,
          value,
          message: `${key} is ${value} on ${machine.group}, and ${other.component} sets it to ${other.value} there`,
          remedy: `Take it out, or give it to the groups without ${other.component} only, under \`groups\``,
        };
      }
    }
  },
};

/** None on a system that nobody can write files for, which other rules say. */
function settingsOfOthers(cluster: Cluster, machine: Machine) {
  if (!tryFindSystem(machine.os) || !tryFindOperatingSystem(cluster.release, machine.os)) return [];
  return componentsOn(cluster, machine)
    .filter(({ component }) => component.name !== name)
    .flatMap(({ component, options }) => component.files(cluster, machine, options))
    .filter(({ path }) => path.startsWith("etc/sysctl.d/"))
    .flatMap((file) => readSysctl(file.content).map(([key, value]) => ({ component: file.component, key, value })));
}

const harmful: Readonly<Record<string, { readonly why: string; readonly remedy: string }>> = {
  "net.ipv4.tcp_tw_recycle": {
    why: "drops connections of clients behind one address, and kernels since 4.12 do not know it, so that applying settings fails",
    remedy: "Take it out; net.ipv4.tcp_tw_reuse is the harmless relative",
  },
  "net.netfilter.nf_conntrack_max": {
    why: "is set by kube-proxy from the number of processor cores, after this file",
    remedy: "Take it out",
  },
  "net.nf_conntrack_max": {
    why: "is set by kube-proxy from the number of processor cores, after this file",
    remedy: "Take it out",
  },
};

const settingHarmful: Rule = {
  id: "machine-base-harmful-setting",
  why: "Some settings that old tuning guides name break connections, or have no effect on a node.",
  severity: "error",
  reference: "https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/",
  *check(cluster) {
    for (const { machine, key, value, path } of givenSettings(cluster, optionsOf(cluster))) {
      const known = harmful[key];
      if (known === undefined || !isNode(cluster, machine)) continue;
      yield { path, value, message: `${key} on ${machine.group} ${known.why}`, remedy: known.remedy };
    }
  },
};

const groupUnknown: Rule = {
  id: "machine-base-group",
  why: "Settings for a group that does not exist reach no machine.",
  severity: "error",
  reference: "https://www.freedesktop.org/software/systemd/man/latest/sysctl.d.html",
  *check(cluster) {
    const known = Object.keys(cluster.spec.machines);
    for (const group of Object.keys(optionsOf(cluster).groups)) {
      if (known.includes(group)) continue;
      yield {
        path: [...optionsPath, "groups", group],
        value: group,
        message: `there is no machine group ${group}`,
        remedy: `Use one of: ${known.sort().join(", ")}`,
      };
    }
  },
};

const systemUnknown: Rule = {
  id: "machine-base-system",
  why: "Paths, units and package names differ from system to system, and are known for these only.",
  severity: "error",
  final: true,
  reference: "https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/install-kubeadm/",
  *check(cluster) {
    for (const { os, group } of oneOfEachGroup(cluster.machines)) {
      if (tryFindSystem(os)) continue;
      const path = cluster.spec.machines[group]?.os ? ["spec", "machines", group, "os"] : ["spec", "os"];
      yield {
        path,
        message: `${os.distribution} ${os.version} is not known (group ${group})`,
        remedy: `Use one of: ${knownSystems.join(", ")}`,
      };
    }
  },
};

const twoTimeServers: Rule = {
  id: "machine-base-two-time-servers",
  why: "Of two servers that disagree, no machine can tell which is wrong.",
  severity: "advice",
  reference: "https://chrony-project.org/documentation.html",
  *check(cluster) {
    const { timeServers } = cluster.spec.site;
    if (timeServers.length !== 2) return;
    const path = ["spec", "site", "timeServers"];
    yield {
      path,
      value: 2,
      message: `2 time servers, ${timeServers.join(" and ")}: when they disagree, nobody knows the time`,
      remedy: "Name 1, 3 or more",
    };
  },
};

export const machineBaseRules: readonly Rule[] = [
  settingRequired,
  settingOverrides,
  settingHarmful,
  groupUnknown,
  systemUnknown,
  twoTimeServers,
];
