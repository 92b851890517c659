import { ansibleFile, plainText } from "../../ansible-file.ts";

/** A member of etcd: the authority on the first, a pair of its own on each. */
const member = plainText`---
- name: Have openssl
  ansible.builtin.package:
    name: openssl
    state: present
  environment: "{{ groundplan_environment }}"

- name: Have the group that etcd runs in
  ansible.builtin.group:
    name: etcd
    system: true

- name: Have the account that etcd runs as
  ansible.builtin.user:
    name: etcd
    group: etcd
    system: true
    home: /var/lib/etcd
    create_home: false
    shell: /usr/sbin/nologin

- name: Make the folder of the certificates
  ansible.builtin.file:
    path: "{{ etcd_certificates_folder }}"
    state: directory
    owner: etcd
    group: etcd
    mode: "0700"

- name: Make the authority on the first member
  ansible.builtin.include_tasks: authority.yaml
  when: inventory_hostname == groups.phase_etcd[0]

- name: Read the authority's certificate
  ansible.builtin.slurp:
    src: "{{ etcd_certificates_authority }}"
  register: etcd_certificates_ca
  delegate_to: "{{ groups.phase_etcd[0] }}"
  when: not ansible_check_mode

- name: Carry it to the others
  ansible.builtin.copy:
    content: "{{ etcd_certificates_ca.content | b64decode }}"
    dest: "{{ etcd_certificates_authority }}"
    owner: etcd
    group: etcd
    mode: "0644"
  when: not ansible_check_mode

- name: Have a certificate of its own
  ansible.builtin.include_tasks: pair.yaml
  when: not ansible_check_mode
  vars:
    etcd_certificates_pair: "{{ etcd_certificates_member }}"
    etcd_certificates_owner: etcd
    etcd_certificates_name: "{{ inventory_hostname }}"
    etcd_certificates_usage: serverAuth, clientAuth
    etcd_certificates_names: "DNS:{{ inventory_hostname }}, DNS:localhost, IP:{{ ansible_host }}, IP:127.0.0.1"
`;

/** What an API server shows to etcd. */
const client = plainText`---
- name: Make the folders of the certificates
  ansible.builtin.file:
    path: "{{ item }}"
    state: directory
    owner: root
    group: root
    mode: "0755"
  loop: "{{ [etcd_certificates_client_authority, etcd_certificates_client.certificate] | map('dirname') | unique }}"

- name: Have openssl
  ansible.builtin.package:
    name: openssl
    state: present
  environment: "{{ groundplan_environment }}"

- name: Read the authority's certificate
  ansible.builtin.slurp:
    src: "{{ etcd_certificates_authority }}"
  register: etcd_certificates_ca
  delegate_to: "{{ groups.phase_etcd[0] }}"
  when: not ansible_check_mode

- name: Carry it to the control plane
  ansible.builtin.copy:
    content: "{{ etcd_certificates_ca.content | b64decode }}"
    dest: "{{ etcd_certificates_client_authority }}"
    owner: root
    group: root
    mode: "0644"
  when: not ansible_check_mode

- name: Have a certificate for etcd
  ansible.builtin.include_tasks: pair.yaml
  when: not ansible_check_mode
  vars:
    etcd_certificates_authority: "{{ etcd_certificates_client_authority }}"
    etcd_certificates_pair: "{{ etcd_certificates_client }}"
    etcd_certificates_owner: root
    etcd_certificates_name: kube-apiserver-etcd-client
    etcd_certificates_usage: clientAuth
    etcd_certificates_names: "DNS:{{ inventory_hostname }}"
`;

export const holderFiles = [
  ansibleFile("roles/etcd_certificates/tasks/member.yaml", member),
  ansibleFile("roles/etcd_certificates/tasks/client.yaml", client),
];
