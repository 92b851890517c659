import { file } from "@groundplan/core-model";
import { ansibleFile, component, plainText } from "../ansible-file.ts";

/** Brings a machine to its tree. The survey has found what differs. */
const main = plainText`---
- name: Make the folder of the machine's own record
  ansible.builtin.file:
    path: /var/lib/groundplan
    state: directory
    owner: root
    group: root
    mode: "0755"

- name: Remember what this delivery makes necessary, should it be cut short
  ansible.builtin.include_tasks: record.yaml
  vars:
    machine_news:
      files: "{{ machine_record.files | combine(dict(machine_phase_files | map(attribute='path') | zip(machine_phase_files))) }}"
      pending: >-
        {{ (machine_record.pending + (machine_stale + machine_gone + machine_outdated)
            | selectattr('effects', 'defined') | map(attribute='effects') | flatten) | unique | sort }}

- name: Make the folders that are missing
  ansible.builtin.file:
    path: "{{ item }}"
    state: directory
    owner: root
    group: root
    mode: "0755"
  loop: "{{ (machine_stale + machine_supplies) | map(attribute='path') | map('dirname') | unique | difference(machine_there) }}"

- name: Fetch what the tree does not hold
  ansible.builtin.get_url:
    url: "{{ item.url }}"
    dest: "{{ item.path }}"
    owner: root
    group: root
    mode: "{{ item.mode }}"
    force: false
  environment: "{{ groundplan_environment }}"
  loop: "{{ machine_supplies | selectattr('url', 'defined') | list }}"
  loop_control:
    label: "{{ item.path }}"

- name: Carry what lies in the cluster's folder
  ansible.builtin.copy:
    src: "{{ inventory_dir }}/../../{{ item.clusterFile }}"
    dest: "{{ item.path }}"
    owner: root
    group: root
    mode: "{{ item.mode }}"
  loop: "{{ machine_supplies | selectattr('clusterFile', 'defined') | list }}"
  loop_control:
    label: "{{ item.path }}"

- name: Tell the package manager where packages come from
  ansible.builtin.include_tasks: files.yaml
  vars:
    machine_batch: "{{ machine_stale | selectattr('path', 'match', machine_package_sources) | list }}"

- name: Have the packages
  ansible.builtin.include_tasks: packages.yaml
  when: machine_packages | difference(machine_record.packages) | length > 0

- name: Write the other files
  ansible.builtin.include_tasks: files.yaml
  vars:
    machine_batch: "{{ machine_stale | rejectattr('path', 'match', machine_package_sources) | list }}"

- name: Take away files that the tree no longer has
  ansible.builtin.file:
    path: "{{ item.path }}"
    state: absent
  loop: "{{ machine_gone }}"
  loop_control:
    label: "{{ item.path }}"

- name: Say what the changes make necessary, those of an interrupted delivery among them
  ansible.builtin.debug:
    msg: "{{ machine_record.pending }}"
  changed_when: true
  when: machine_record.pending | length > 0
  notify:
    - Load kernel modules
    - Apply kernel settings
    - Have systemd read its units
    - Restart services
    - Reload services
    - Report what is left to a person

- name: Carry out what the changes make necessary
  ansible.builtin.meta: flush_handlers

- name: Have the services enabled and running
  ansible.builtin.systemd:
    name: "{{ item }}"
    enabled: true
    state: started
  loop: "{{ machine_services }}"

- name: Put on record that nothing is left to do
  ansible.builtin.include_tasks: record.yaml
  vars:
    machine_news:
      files: "{{ machine_record.files | dict2items | rejectattr('key', 'in', machine_gone | map(attribute='path') | list) | items2dict }}"
      packages: "{{ machine_record.packages | union(machine_packages) | sort }}"
      pending: []
`;

const files = plainText`---
- name: Write files
  ansible.builtin.copy:
    src: "{{ inventory_dir }}/../machines/{{ item.from }}{{ item.path }}"
    dest: "{{ item.path }}"
    owner: "{{ item.owner }}"
    group: "{{ item.group }}"
    mode: "{{ item.mode }}"
    validate: "{{ item.validate | default(omit) }}"
  loop: "{{ machine_batch | rejectattr('secrets', 'defined') | list }}"
  loop_control:
    label: "{{ item.path }}"

- name: Write files that hold secrets
  ansible.builtin.template:
    src: filled.j2
    dest: "{{ item.path }}"
    owner: "{{ item.owner }}"
    group: "{{ item.group }}"
    mode: "{{ item.mode }}"
    validate: "{{ item.validate | default(omit) }}"
  vars:
    filled_file: "{{ item }}"
    filled_values: "{{ groundplan_secrets }}"
  loop: "{{ machine_batch | selectattr('secrets', 'defined') | list }}"
  loop_control:
    label: "{{ item.path }}"
  no_log: true
`;

const packages = plainText`---
- name: See which packages are missing
  ansible.builtin.package:
    name: "{{ machine_packages }}"
    state: present
  register: machine_missing
  check_mode: true
  failed_when: false

- name: Read the package lists anew
  ansible.builtin.apt:
    update_cache: true
  environment: "{{ groundplan_environment }}"
  changed_when: false
  when:
    - groundplan_os.distribution in ['debian', 'ubuntu']
    - machine_missing is changed or machine_missing.msg is defined

- name: Install packages
  ansible.builtin.package:
    name: "{{ machine_packages }}"
    state: present
  environment: "{{ groundplan_environment }}"
`;

/** The machine's own memory of what it was given: without it a run that was cut short would forget a restart for ever. */
const record = plainText`---
- name: Bring the record up to date
  ansible.builtin.set_fact:
    machine_record: "{{ machine_record | combine(machine_news) }}"

- name: Write the record
  ansible.builtin.template:
    src: record.j2
    dest: /var/lib/groundplan/delivered.json
    owner: root
    group: root
    mode: "0644"
  diff: false
`;

const settle = plainText`---
- name: Ask whether the machine does its work
  ansible.builtin.command:
    argv: "{{ item.probe }}"
  loop: "{{ machine_phase_components | selectattr('probe', 'defined') | list }}"
  loop_control:
    label: "{{ item.name }}"
  register: machine_probe
  until: machine_probe.rc == 0
  retries: 30
  delay: 4
  changed_when: false

- name: Put on record that the phase is done
  ansible.builtin.include_tasks: record.yaml
  vars:
    machine_news:
      phases: "{{ machine_record.phases | union([machine_phase]) | sort }}"
`;

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

/** Files that hold what is minted at the moment of use. Whoever asks for them takes them away again. */
const minted = plainText`---
- name: Make the folders of what is minted
  ansible.builtin.file:
    path: "{{ item.path | dirname }}"
    state: directory
    owner: root
    group: root
    mode: "0755"
  loop: "{{ machine_minted_files | rejectattr('path', 'in', machine_there) | list }}"
  loop_control:
    label: "{{ item.path | dirname }}"

- name: Write what is minted
  ansible.builtin.template:
    src: filled.j2
    dest: "{{ item.path }}"
    owner: "{{ item.owner }}"
    group: "{{ item.group }}"
    mode: "{{ item.mode }}"
  vars:
    filled_file: "{{ item }}"
    filled_values: "{{ machine_store | combine(machine_values) }}"
    machine_store: "{{ groundplan_secrets if item.secrets is defined else {} }}"
  loop: "{{ machine_minted_files }}"
  loop_control:
    label: "{{ item.path }}"
  no_log: true
`;

const unminted = plainText`---
- name: Take away what was minted
  ansible.builtin.file:
    path: "{{ item.path }}"
    state: absent
  loop: "{{ machine_minted_files }}"
  loop_control:
    label: "{{ item.path }}"
`;

const handlers = plainText`---
# In the order in which one builds on the other. Units go by name: containerd comes before the kubelet.
- name: Load kernel modules
  ansible.builtin.systemd:
    name: systemd-modules-load
    state: restarted
  when: "'load-modules' in machine_record.pending"

- name: Apply kernel settings
  ansible.builtin.systemd:
    name: systemd-sysctl
    state: restarted
  when: "'apply-sysctl' in machine_record.pending"

- name: Have systemd read its units
  ansible.builtin.systemd:
    daemon_reload: true
  when: "'daemon-reload' in machine_record.pending"

- name: Restart services
  ansible.builtin.systemd:
    name: "{{ item | regex_replace('^restart ', '') }}"
    state: restarted
  loop: "{{ machine_record.pending | select('match', 'restart ') | sort }}"

- name: Reload services
  ansible.builtin.systemd:
    name: "{{ item | regex_replace('^reload ', '') }}"
    state: reloaded
  loop: "{{ machine_record.pending | select('match', 'reload ') | reject('in', machine_restarted) | sort }}"
  vars:
    machine_restarted: "{{ machine_record.pending | select('match', 'restart ') | map('regex_replace', '^restart ', 'reload ') | list }}"

- name: Report what is left to a person
  ansible.builtin.debug:
    msg: "{{ item | regex_replace('^report: ', '') }}"
  loop: "{{ machine_record.pending | select('match', 'report: ') | sort }}"
  when: machine_phase in machine_record.phases
`;

// Without a line break at its end: Ansible would give the file one that it does not have.
const filled = plainText`{% set filled = namespace(text=lookup('ansible.builtin.file', inventory_dir ~ '/../machines/' ~ filled_file.from ~ filled_file.path, rstrip=false)) %}
{% for slot in filled_file.secrets | default([]) + filled_file.minted | default([]) %}
{% set filled.text = filled.text | replace(slot.placeholder, filled_values[slot.secret]) %}
{% endfor %}
{{ filled.text }}`;

const recordTemplate = plainText`{{ machine_record | to_nice_json }}
`;

export const machineDelivery = [
  ansibleFile("roles/machine/tasks/main.yaml", main),
  ansibleFile("roles/machine/tasks/files.yaml", files),
  ansibleFile("roles/machine/tasks/packages.yaml", packages),
  ansibleFile("roles/machine/tasks/record.yaml", record),
  ansibleFile("roles/machine/tasks/settle.yaml", settle),
  ansibleFile("roles/machine/tasks/peers.yaml", peers),
  ansibleFile("roles/machine/tasks/minted.yaml", minted),
  ansibleFile("roles/machine/tasks/unminted.yaml", unminted),
  ansibleFile("roles/machine/handlers/main.yaml", handlers),
  // The text of a template ends up on a machine: no line of ours stands in it.
  file({ path: "roles/machine/templates/filled.j2", content: filled, component }),
  file({ path: "roles/machine/templates/record.j2", content: recordTemplate, component }),
];
