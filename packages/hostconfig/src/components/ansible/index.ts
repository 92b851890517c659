import { type Cluster, type Machine, machinesIn } from "@groundplan/core-model";
import { defineHostComponent, type Software } from "../../host-component.ts";
import { ansibleControlFiles } from "./files.ts";
import { ansibleRules } from "./rules.ts";
import { AnsibleOptions } from "./schema.ts";

/** The machine that people run Ansible from: the program, the keys of all machines, and one command that applies what is merged. */
export const ansibleControl = defineHostComponent({
  kind: "host-component",
  name: "ansible",
  title: "Ansible, on the machine that it is run from",
  docs: "https://docs.ansible.com/ansible-core/devel/",
  options: AnsibleOptions,
  pace: "all-at-once",
  declare: (cluster, { group }) => ({ machines: machinesIn(cluster, group), ports: [] }),
  phase: () => "host-services",
  software,
  files: ansibleControlFiles,
  probe: () => ["ansible-playbook", "--version"],
  rules: ansibleRules,
});

/** The pinned keys are those that the delivery itself goes by: whoever signs in from here meets the machines, or nobody. */
function software(cluster: Cluster, _machine: Machine): Software {
  return {
    packages: ["ansible-core", "git"],
    services: [],
    supplies: [
      {
        path: "/etc/ssh/ssh_known_hosts",
        mode: 0o644,
        from: { clusterFile: cluster.spec.site.access.knownHosts },
      },
    ],
  };
}
