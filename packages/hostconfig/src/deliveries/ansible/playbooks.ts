import { type File, file, writeOrderedYaml } from "@groundplan/core-model";
import { type Phase, phases } from "../../phases.ts";
import { above, ansibleFile, component, plainText } from "./ansible-file.ts";
import { preflightPlaybook, verificationPlaybook } from "./preflight.ts";

/** What a phase does beside bringing machines to their tree, as the lines of a play. */
interface Beside {
  /** On a machine that comes to the phase for the first time: after its files, before it counts as done. */
  readonly joining?: string;
  /** New machines come one after another where each changes a quorum. */
  readonly newAtOnce?: number;
  /** Plays of their own before and after. */
  readonly before?: string;
  readonly after?: string;
}

const etcdClient = (hosts: string) => plainText`- name: Renew what the API servers show to etcd
  hosts: ${hosts}
  gather_facts: false
  become: true
  tasks:
    - name: Have a certificate for etcd
      ansible.builtin.include_role:
        name: etcd_certificates
        tasks_from: client
      when: groups.phase_etcd | length > 0

`;

const beside: Partial<Record<Phase, Beside>> = {
  etcd: {
    before: plainText`- name: Have certificates for etcd
  hosts: phase_etcd
  gather_facts: false
  become: true
  any_errors_fatal: true
  tasks:
    - name: Have certificates
      ansible.builtin.include_role:
        name: etcd_certificates
        tasks_from: member

`,
  },
  "first-control-plane": {
    before: etcdClient("phase_first_control_plane"),
    joining: joining("Initialise the cluster", "init", true),
    after: plainText`
- name: Bring up the pod network
  hosts: phase_first_control_plane
  gather_facts: false
  become: true
  tasks:
    - name: Apply the manifests that nodes need before they are ready
      ansible.builtin.include_role:
        name: kubernetes
        tasks_from: wave
      loop: [crds, network]
      loop_control:
        loop_var: kubernetes_wave
`,
  },
  "control-planes": {
    before: etcdClient("phase_control_planes:!new_control_planes"),
    joining: joining("Join as a control plane", "join", true),
    newAtOnce: 1,
  },
  workers: { joining: joining("Join as a worker", "join", false), newAtOnce: 20 },
};

function joining(title: string, tasks: string, controlPlane: boolean): string {
  return plainText`
    - name: ${title}
      ansible.builtin.include_role:
        name: kubernetes
        tasks_from: ${tasks}
      vars:
        kubernetes_control_plane: ${controlPlane}
`;
}

/** Everything that ansible-playbook is asked to do, in order. */
export function playbooks(): readonly File[] {
  const names = ["preflight", ...phases.map((phase) => phase.name), "verification"];
  const site = names.map((name) => ({
    name: titleOf(name),
    "ansible.builtin.import_playbook": `playbooks/${name}.yaml`,
  }));
  return [
    file({ path: "site.yaml", content: writeOrderedYaml(site, above), component }),
    preflightPlaybook,
    ...phases.map((phase) => ansibleFile(`playbooks/${phase.name}.yaml`, phasePlaybook(phase.name))),
    verificationPlaybook,
  ];
}

function titleOf(name: string): string {
  const phase = phases.find((candidate) => candidate.name === name);
  return (
    phase?.title ?? (name === "preflight" ? "Look before anything is touched" : "See that the cluster does its work")
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Every machine of a phase is compared first, many at once. Only those that differ are taken: new ones together, since nobody
 * relies on them yet; those in service one by one where they cover for each other, else in batches, and never on after a failure.
 */
function phasePlaybook(phase: Phase): string {
  const title = capitalised(phase.replaceAll("-", " "));
  const group = phase.replaceAll("-", "_");
  const { before = "", joining = "", newAtOnce, after = "" } = beside[phase] ?? {};
  const surveyed = plainText`---
- name: "${title}: compare with the tree"
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
  const fresh = plainText`- name: "${title}: new machines"
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
  const alone = plainText`- name: "${title}: one by one, the standby first"
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
  const batches = plainText`- name: "${title}: in batches"
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
  return surveyed + before + fresh + alone + batches + after;
}
