import { ansibleFile, plainText } from "../../ansible-file.ts";

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

export const handlerFiles = [ansibleFile("roles/machine/handlers/main.yaml", handlers)];
