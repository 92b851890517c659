import { ansibleFile, plainText } from "../../ansible-file.ts";

/** Before one of a pair or a quorum is taken, the others must stand. */
const peers = plainText`---
- name: Ask whether those that cover for this machine do their work
  ansible.builtin.command:
    argv: >-
      {{ ((machine_manifest.machines[item.0].components | default([]) + machine_manifest.common.components | default([]))
          | selectattr('name', 'equalto', item.1.name) | first).probe }}
  vars:
    machine_manifest: "{{ lookup('ansible.builtin.file', inventory_dir ~ '/../machines/' ~ groundplan_group ~ '/files.yaml') | from_yaml }}"
  delegate_to: "{{ item.0 }}"
  loop: >-
    {{ groups['machines_' ~ groundplan_group | replace('-', '_')]
       | difference([inventory_hostname]) | difference(groups['new_' ~ machine_phase | replace('-', '_')])
       | product(machine_phase_components | selectattr('probe', 'defined')) | list }}
  loop_control:
    label: "{{ item.1.name }} on {{ item.0 }}"
  register: machine_peers
  changed_when: false
  failed_when: false
  check_mode: false

- name: Leave the machine alone where one of them does not
  ansible.builtin.assert:
    that: machine_failing | length == 0
    fail_msg: >-
      {{ inventory_hostname }} is not touched: {{ machine_failing | map(attribute='item') | map('first') | unique | join(' and ') }} cannot cover
      for it now. Bring that in order first, by itself with --limit where this run would do it.
    quiet: true
  vars:
    machine_failing: "{{ machine_peers.results | selectattr('rc', 'ne', 0) | list }}"
`;

export const peersFiles = [ansibleFile("roles/machine/tasks/peers.yaml", peers)];
