import { file } from "@groundplan/core-model";
import { ansibleFile, component, plainText } from "../../ansible-file.ts";

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

const recordTemplate = plainText`{{ machine_record | to_nice_json }}
`;

export const recordFiles = [
  ansibleFile("roles/machine/tasks/record.yaml", record),
  ansibleFile("roles/machine/tasks/settle.yaml", settle),
  file({ path: "roles/machine/templates/record.j2", content: recordTemplate, component }),
];
