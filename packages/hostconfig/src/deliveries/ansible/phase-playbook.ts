import type { Phase } from "../../phases.ts";
import { plainText } from "./ansible-file.ts";
import { type PhaseWork, phaseWork } from "./phase-work.ts";

/** The names that a phase goes by in its playbook. */
interface PhaseNames {
  readonly phase: Phase;
  readonly title: string;
  /** What its groups in the inventory end with. */
  readonly group: string;
}

/**
 * Every machine of a phase is compared first, many at once. Only those that differ are taken: new ones together, since nobody
 * relies on them yet; those in service one by one where they cover for each other, else in batches, and never on after a failure.
 */
export function phasePlaybook(phase: Phase): string {
  const words = phase.replaceAll("-", " ");
  const names = { phase, title: words.charAt(0).toUpperCase() + words.slice(1), group: phase.replaceAll("-", "_") };
  const work = phaseWork[phase] ?? {};
  return [
    "---\n",
    comparison(names),
    work.before ?? "",
    newMachines(names, work),
    oneByOne(names),
    batches(names),
    work.after ?? "",
  ].join("");
}

const comparison = ({ phase, title, group }: PhaseNames) => plainText`- name: "${title}: compare with the tree"
  hosts: phase_${group}
  gather_facts: false
  become: true
  vars:
    machine_phase: ${phase}
  tasks:
    - name: Compare
      ansible.builtin.include_role:
        name: machine
        tasks_from: survey

`;

const newMachines = (
  { phase, title, group }: PhaseNames,
  { joining = "", newAtOnce }: PhaseWork,
) => plainText`- name: "${title}: new machines"
  hosts: new_${group}
  gather_facts: false
  become: true
${newAtOnce === undefined ? "  any_errors_fatal: true" : `  serial: ${newAtOnce}`}
  vars:
    machine_phase: ${phase}
  tasks:
    - name: Bring the machine to its tree
      ansible.builtin.include_role:
        name: machine
${joining}
    - name: Settle
      ansible.builtin.include_role:
        name: machine
        tasks_from: settle

`;

const oneByOne = ({ phase, title, group }: PhaseNames) => plainText`- name: "${title}: one by one, the standby first"
  hosts: standby_${group}:holder_${group}
  gather_facts: false
  become: true
  serial: 1
  vars:
    machine_phase: ${phase}
  tasks:
    - name: Ask the others
      ansible.builtin.include_role:
        name: machine
        tasks_from: peers

    - name: Bring the machine to its tree
      ansible.builtin.include_role:
        name: machine

    - name: Settle
      ansible.builtin.include_role:
        name: machine
        tasks_from: settle

`;

const batches = ({ phase, title, group }: PhaseNames) => plainText`- name: "${title}: in batches"
  hosts: changed_${group}
  gather_facts: false
  become: true
  serial: "{{ groundplan_batch }}"
  max_fail_percentage: 0
  vars_files:
    - ../vars/batch.yaml
  vars:
    machine_phase: ${phase}
  tasks:
    - name: Bring the machine to its tree
      ansible.builtin.include_role:
        name: machine

    - name: Settle
      ansible.builtin.include_role:
        name: machine
        tasks_from: settle
`;
