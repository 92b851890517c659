import { machinesIn, oneOfEachGroup, packagedVersion, type Rule, tryFindComponent } from "@groundplan/core-model";
import { gte } from "semver";
import { AnsibleOptions } from "./schema.ts";

const optionsPath = ["spec", "hostServices", "ansible"] as const;
const supportMatrix =
  "https://docs.ansible.com/ansible/latest/reference_appendices/release_and_maintenance.html#ansible-core-support-matrix";

/** What the playbooks are tried with, and nothing before. */
const oldest = "2.14.0";
/** No machine with Python 2.7 is reached from this version on, and CentOS 7 has no other. */
const withoutPython2 = "2.17.0";

const version: Rule = {
  id: "ansible-version",
  why: "The playbooks need an Ansible that understands them, and that still understands the Python of every machine.",
  severity: "error",
  reference: supportMatrix,
  *check(cluster) {
    const used = tryFindComponent(cluster, "host-component", "ansible");
    if (!used) return;
    const { group } = AnsibleOptions.parse(used.options);
    const path = [...optionsPath, "group"];
    const legacy = oneOfEachGroup(cluster.machines).find(({ os }) => os.distribution === "centos");
    for (const { os } of oneOfEachGroup(machinesIn(cluster, group))) {
      const found = packagedVersion(cluster.release, os, "ansible");
      // A system that the release does not know is another rule's finding.
      if (found === undefined) continue;
      const system = `${os.distribution} ${os.version}`;
      if (!gte(found, oldest)) {
        yield {
          path,
          value: group,
          message: `${system} (group ${group}) has Ansible ${found}, and the playbooks want 2.14 or newer`,
          remedy: 'Give the group another system under machines, such as os: { distribution: rocky, version: "9" }',
        };
      } else if (legacy && gte(found, withoutPython2)) {
        yield {
          path,
          value: group,
          message: `${system} (group ${group}) has Ansible ${found}, and from 2.17 on it reaches no CentOS 7 (group ${legacy.group})`,
          remedy:
            'Give the group a system with 2.14 to 2.16 under machines, such as os: { distribution: rocky, version: "9" }',
        };
      }
    }
  },
};

const unused: Rule = {
  id: "ansible-unused",
  why: "A control machine for a delivery that the cluster does not have finds no playbook to run.",
  severity: "error",
  reference: "https://docs.ansible.com/ansible/latest/",
  *check(cluster) {
    const { machines } = cluster.spec.delivery;
    if (machines.includes("ansible")) return;
    yield {
      path: optionsPath,
      message: `there is a machine to run Ansible from, and delivery.machines is ${machines.join(", ") || "empty"}`,
      remedy: "Add ansible to delivery.machines, or take hostServices.ansible out",
    };
  },
};

export const ansibleRules: readonly Rule[] = [version, unused];
