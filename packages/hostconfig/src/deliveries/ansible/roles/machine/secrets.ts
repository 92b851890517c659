import { file } from "@groundplan/core-model";
import { ansibleFile, component, plainText } from "../../ansible-file.ts";

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

// Without a line break at its end: Ansible would give the file one that it does not have.
const filled = plainText`{% set filled = namespace(text=lookup('ansible.builtin.file', inventory_dir ~ '/../machines/' ~ filled_file.from ~ filled_file.path, rstrip=false)) %}
{% for slot in filled_file.secrets | default([]) + filled_file.minted | default([]) %}
{% set filled.text = filled.text | replace(slot.placeholder, filled_values[slot.secret]) %}
{% endfor %}
{{ filled.text }}`;

export const secretsFiles = [
  ansibleFile("roles/machine/tasks/minted.yaml", minted),
  ansibleFile("roles/machine/tasks/unminted.yaml", unminted),
  // The text of a template ends up on a machine: no line of ours stands in it.
  file({ path: "roles/machine/templates/filled.j2", content: filled, component }),
];
