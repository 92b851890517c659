import { apiServerEndpoint, type Cluster, type Machine, machinesIn, virtualAddresses } from "@groundplan/core-model";
import { proxyEnvironment } from "../../kit/outbound-proxy.ts";
import { componentsOn } from "../../machine-plan.ts";
import { phases } from "../../phases.ts";
import { standsAlone } from "./machine-pace.ts";

/** Asked for anew wherever a value is filled in, so that no variable keeps one. Paths are relative to the inventory. */
const secretValues =
  "{{ lookup('ansible.builtin.pipe', 'cd ' ~ (inventory_dir | quote) ~ ' && ' ~ groundplan_secrets_command) | from_yaml }}";

/** What Ansible knows before it starts: machines by group, by phase, and how they are reached. */
export function inventory(cluster: Cluster): Record<string, unknown> {
  return {
    all: {
      vars: clusterVariables(cluster),
      children: { ...machineGroups(cluster), ...phaseGroups(cluster), ...emptyGroups() },
    },
  };
}

function clusterVariables(cluster: Cluster): Record<string, unknown> {
  const { site, kubernetes, secrets } = cluster.spec;
  const { name, port } = apiServerEndpoint(cluster);
  return {
    ansible_user: site.access.user,
    ansible_port: site.access.port,
    ansible_ssh_common_args: "-F '{{ inventory_dir }}/ssh_config'",
    // A variable is stronger than the plays' own word.
    ...(site.access.become ? {} : { ansible_become: false }),
    groundplan_api_server: { name, port, localPort: kubernetes.apiServer.port },
    groundplan_environment: proxyEnvironment(cluster) ?? {},
    groundplan_pod_network: kubernetes.podNetwork.kind,
    groundplan_secrets: secretValues,
    groundplan_secrets_file: secrets.file,
    groundplan_virtual_addresses: [...new Set(virtualAddresses(cluster).map(({ address }) => address))].sort(),
  };
}

function machineGroups(cluster: Cluster): Record<string, unknown> {
  const groups: Record<string, unknown> = {};
  for (const [name, { disks }] of Object.entries(cluster.spec.machines).sort(byName)) {
    const machines = machinesIn(cluster, name);
    const devices = disks.flatMap((disk) => disk.device ?? []).sort();
    groups[machineGroup(name)] = {
      vars: { groundplan_group: name, groundplan_os: machines[0]?.os, groundplan_disks: devices },
      hosts: Object.fromEntries(machines.map((machine) => [machine.name, { ansible_host: machine.address }])),
    };
  }
  return groups;
}

/** Ansible takes no hyphen in the name of a group, and the document no underscore: no two groups become one. */
function machineGroup(name: string): string {
  return `machines_${name.replaceAll("-", "_")}`;
}

function phaseGroups(cluster: Cluster): Record<string, unknown> {
  const groups: Record<string, unknown> = {};
  for (const { name } of phases) {
    groups[`phase_${name.replaceAll("-", "_")}`] = membersWhere(cluster, (machine) =>
      componentsOn(cluster, machine).some(({ component }) => component.phase(cluster, machine) === name),
    );
  }
  return { ...groups, one_by_one: membersWhere(cluster, (machine) => standsAlone(cluster, machine)) };
}

/** Machine groups that belong as a whole, and the machines of others, so that one more worker adds one line. */
function membersWhere(cluster: Cluster, belongs: (machine: Machine) => boolean): Record<string, unknown> {
  const children: string[] = [];
  const hosts: string[] = [];
  for (const name of Object.keys(cluster.spec.machines).sort()) {
    const machines = machinesIn(cluster, name);
    const members = machines.filter(belongs);
    if (members.length === machines.length) children.push(machineGroup(name));
    else hosts.push(...members.map((machine) => machine.name));
  }
  return {
    ...(children.length === 0 ? {} : { children: nothingMore(children) }),
    ...(hosts.length === 0 ? {} : { hosts: nothingMore(hosts) }),
  };
}

/** The playbooks sort machines into these as they compare them with their tree. Ansible warns of a group that it has never heard of. */
function emptyGroups(): Record<string, unknown> {
  return nothingMore(
    phases.flatMap(({ name }) =>
      ["changed", "holder", "new", "same", "standby"].map((state) => `${state}_${name.replaceAll("-", "_")}`),
    ),
  );
}

function nothingMore(names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, {}]));
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
