import type { Phase } from "../../phases.ts";
import { plainText } from "./ansible-file.ts";

/** What a phase does beside bringing machines to their tree, as the lines of a play. */
export interface PhaseWork {
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

/** The work of each phase that is not files, packages and services. */
export const phaseWork: Partial<Record<Phase, PhaseWork>> = {
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
