import { ansibleFile, plainText } from "../../ansible-file.ts";

/** What of a machine's tree belongs to the phase that is carried out. Worked out anew wherever it is asked for. */
const vars = plainText`---
machine_phase_components: "{{ machine_components | selectattr('phase', 'equalto', machine_phase) | list }}"
machine_phase_files: "{{ machine_files | selectattr('component', 'in', machine_phase_components | map(attribute='name') | list) | list }}"
machine_plain_files: "{{ machine_phase_files | rejectattr('minted', 'defined') | rejectattr('secrets', 'defined') | list }}"
machine_secret_files: "{{ machine_phase_files | rejectattr('minted', 'defined') | selectattr('secrets', 'defined') | list }}"
machine_minted_files: "{{ machine_phase_files | selectattr('minted', 'defined') | list }}"
machine_packages: "{{ machine_phase_components | map(attribute='packages') | flatten | unique | sort }}"
machine_services: "{{ machine_phase_components | map(attribute='services') | flatten | unique | sort }}"
machine_supplies: "{{ machine_phase_components | selectattr('supplies', 'defined') | map(attribute='supplies') | flatten }}"

# Files by which a package manager knows where packages come from, and which.
machine_package_sources: ^/etc/(apt|dnf|pki/rpm-gpg|yum|yum\.repos\.d)/

# What the machine says when it holds exactly the tree.
machine_wanted_sums: "{{ machine_plain_files | map(attribute='sha256') | zip(machine_plain_files | map(attribute='path')) | map('join', '  ') | list }}"
machine_wanted_modes: >-
  {{ machine_plain_files | map(attribute='mode')
     | zip(machine_plain_files | map(attribute='owner'), machine_plain_files | map(attribute='group'), machine_plain_files | map(attribute='path'))
     | map('join', ' ') | list }}

# What it does say. A variable that is set would be read as a template once more, and a machine must not write those.
machine_there: "{{ machine_modes.stdout_lines | default([]) | map('regex_replace', '^[0-7]+ [^ ]+ [^ ]+ ', '') | list }}"
machine_wrong: >-
  {{ machine_wanted_sums | difference(machine_sums.stdout_lines | default([])) | map('regex_replace', '^[0-9a-f]+ +', '') | list
     + machine_wanted_modes | difference(machine_modes.stdout_lines | default([])) | map('regex_replace', '^[0-7]+ [^ ]+ [^ ]+ ', '') | list
     + machine_secret_check.results | default([]) | selectattr('changed') | map(attribute='item') | map(attribute='path') | list }}
`;

/** Compares a machine with its tree and changes nothing, so that only those that differ are taken one by one. */
const survey = plainText`---
- name: Read what the machine must hold
  ansible.builtin.set_fact:
    machine_common: "{{ machine_manifest.common }}"
    machine_own: "{{ machine_manifest.machines[inventory_hostname] | default({}) }}"
  vars:
    machine_manifest: "{{ lookup('ansible.builtin.file', inventory_dir ~ '/../machines/' ~ groundplan_group ~ '/files.yaml') | from_yaml }}"

- name: Lay its own entries over those of its group
  ansible.builtin.set_fact:
    machine_components: >-
      {{ machine_common.components | default([])
         | rejectattr('name', 'in', machine_own.components | default([]) | map(attribute='name') | list) | list
         + machine_own.components | default([]) }}
    machine_files: >-
      {{ machine_common.files | default([])
         | rejectattr('path', 'in', machine_own.files | default([]) | map(attribute='path') | list)
         | map('combine', {'from': groundplan_group ~ '/common'}) | list
         + machine_own.files | default([]) | map('combine', {'from': groundplan_group ~ '/' ~ inventory_hostname}) | list }}

- name: Read the record of earlier deliveries
  ansible.builtin.slurp:
    src: /var/lib/groundplan/delivered.json
  register: machine_record_file
  failed_when: false

- name: Refuse a record that could be read as a template
  ansible.builtin.assert:
    that: machine_record_file.content | default('') | b64decode is not search('\x7b[^\s\x22\x7d]')
    fail_msg: /var/lib/groundplan/delivered.json is not what was written there. Look who changed it, then take it away.
    quiet: true

- name: Keep the record at hand
  ansible.builtin.set_fact:
    machine_record: >-
      {{ {'files': {}, 'packages': [], 'pending': [], 'phases': []}
         | combine(machine_record_file.content | default('e30=') | b64decode | from_json) }}

- name: Ask for the checksums of its files
  ansible.builtin.command:
    argv: "{{ ['sha256sum', '--'] + machine_plain_files | map(attribute='path') | list }}"
  register: machine_sums
  changed_when: false
  failed_when: machine_sums.rc not in [0, 1]
  check_mode: false
  when: machine_plain_files | length > 0

- name: Ask for their modes and owners, and for what else must be there
  ansible.builtin.command:
    argv: >-
      {{ ['stat', '--format=%04a %U %G %n', '--']
         + (machine_phase_files + machine_supplies) | map(attribute='path') | list
         + (machine_phase_files + machine_supplies) | map(attribute='path') | map('dirname') | unique | list }}
  register: machine_modes
  changed_when: false
  failed_when: machine_modes.rc not in [0, 1]
  check_mode: false
  when: (machine_phase_files + machine_supplies) | length > 0

- name: Ask whether its services run, now and after a start
  ansible.builtin.command:
    argv: "{{ ['systemctl', 'show', '--property=ActiveState,UnitFileState', '--'] + machine_services }}"
  register: machine_units
  changed_when: false
  check_mode: false
  when: machine_services | length > 0

- name: Compare the files that hold secrets
  ansible.builtin.template:
    src: filled.j2
    dest: "{{ item.path }}"
    owner: "{{ item.owner }}"
    group: "{{ item.group }}"
    mode: "{{ item.mode }}"
  vars:
    filled_file: "{{ item }}"
    filled_values: "{{ groundplan_secrets }}"
  loop: "{{ machine_secret_files }}"
  loop_control:
    label: "{{ item.path }}"
  register: machine_secret_check
  check_mode: true
  no_log: true

- name: Compare what is carried from the cluster's folder
  ansible.builtin.copy:
    src: "{{ inventory_dir }}/../../{{ item.clusterFile }}"
    dest: "{{ item.path }}"
    owner: root
    group: root
    mode: "{{ item.mode }}"
  loop: "{{ machine_supplies | selectattr('clusterFile', 'defined') | list }}"
  loop_control:
    label: "{{ item.path }}"
  register: machine_carried_check
  check_mode: true

- name: Find what differs
  ansible.builtin.set_fact:
    machine_stale: "{{ machine_phase_files | selectattr('path', 'in', machine_wrong) | list }}"
    machine_gone: >-
      {{ machine_record.files | dict2items | map(attribute='value')
         | selectattr('component', 'in', machine_phase_components | map(attribute='name') | list)
         | rejectattr('path', 'in', machine_files | map(attribute='path') | list) | list }}
    machine_left: >-
      {{ machine_record.files | dict2items | map(attribute='value')
         | rejectattr('component', 'in', machine_components | map(attribute='name') | list) | list }}
    machine_outdated: >-
      {{ machine_minted_files | selectattr('path', 'in', machine_record.files.keys() | list)
         | rejectattr('sha256', 'in', machine_record.files.values() | map(attribute='sha256') | list) | list }}

- name: Ask for its addresses, to know who holds one that moves
  ansible.builtin.command:
    argv: [hostname, --all-ip-addresses]
  register: machine_addresses
  changed_when: false
  check_mode: false
  when: inventory_hostname in groups.one_by_one

- name: Tell new machines from those in service, and those that differ from those that do not
  ansible.builtin.group_by:
    key: "{{ machine_turn }}_{{ machine_phase | replace('-', '_') }}"
  changed_when: false
  vars:
    machine_states: "{{ machine_units.stdout_lines | default([]) }}"
    machine_differs: >-
      {{ (machine_stale + machine_gone + machine_outdated + machine_record.pending) | length > 0
         or machine_carried_check is changed
         or machine_supplies | map(attribute='path') | difference(machine_there) | length > 0
         or machine_packages | difference(machine_record.packages) | length > 0
         or machine_states | select('equalto', 'ActiveState=active') | length < machine_services | length
         or machine_states | intersect(['UnitFileState=disabled', 'UnitFileState=masked']) | length > 0 }}
    machine_holds: "{{ (machine_addresses.stdout | default('')).split() | intersect(groundplan_virtual_addresses) | length > 0 }}"
    machine_turn: >-
      {{ 'new' if machine_phase not in machine_record.phases
         else 'same' if not machine_differs
         else 'changed' if inventory_hostname not in groups.one_by_one
         else 'holder' if machine_holds else 'standby' }}

- name: Name the files of software that has left the machine, and stay until somebody takes them away
  ansible.builtin.debug:
    msg: "{{ machine_left | map(attribute='path') | sort }}"
  when: machine_left | length > 0
`;

export const surveyFiles = [
  ansibleFile("roles/machine/vars/main.yaml", vars),
  ansibleFile("roles/machine/tasks/survey.yaml", survey),
];
