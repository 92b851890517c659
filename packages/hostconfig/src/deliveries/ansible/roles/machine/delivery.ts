import { ansibleFile, plainText } from "../../ansible-file.ts";

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

export const deliveryFiles = [
  ansibleFile("roles/machine/tasks/main.yaml", main),
  ansibleFile("roles/machine/tasks/files.yaml", files),
  ansibleFile("roles/machine/tasks/packages.yaml", packages),
];
