import { file, writeOrderedYaml } from "@groundplan/core-model";
import { etcdPki } from "../../../kit/etcd-pki.ts";
import { above, ansibleFile, component, plainText } from "../ansible-file.ts";

/** Where things lie, and how long they are good for: certificates are renewed by any run in their last half year. */
const defaults = {
  etcd_certificates_folder: "/etc/etcd/pki",
  etcd_certificates_authority: etcdPki.authority,
  etcd_certificates_authority_key: etcdPki.authorityKey,
  etcd_certificates_member: etcdPki.member,
  etcd_certificates_client: etcdPki.apiServer,
  etcd_certificates_client_authority: etcdPki.apiServerAuthority,
  etcd_certificates_authority_days: 3650,
  etcd_certificates_days: 1095,
  etcd_certificates_renew_seconds: 15_552_000,
};

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

const authority = plainText`---
- name: Write what the authority's certificate says
  ansible.builtin.copy:
    content: |
      [req]
      distinguished_name = name
      x509_extensions = authority
      prompt = no
      [name]
      CN = etcd-ca
      [authority]
      basicConstraints = critical, CA:TRUE
      keyUsage = critical, keyCertSign, cRLSign
      subjectKeyIdentifier = hash
    dest: "{{ etcd_certificates_folder }}/authority.cnf"
    owner: root
    group: root
    mode: "0600"

- name: Make the authority's key
  ansible.builtin.command:
    argv: [openssl, ecparam, -genkey, -noout, -name, prime256v1, -out, "{{ etcd_certificates_authority_key }}"]
    creates: "{{ etcd_certificates_authority_key }}"

- name: Keep it to root
  ansible.builtin.file:
    path: "{{ etcd_certificates_authority_key }}"
    owner: root
    group: root
    mode: "0600"
  when: not ansible_check_mode

- name: Make the authority's certificate
  ansible.builtin.command:
    argv:
      - openssl
      - req
      - -x509
      - -new
      - -sha256
      - -config
      - "{{ etcd_certificates_folder }}/authority.cnf"
      - -key
      - "{{ etcd_certificates_authority_key }}"
      - -days
      - "{{ etcd_certificates_authority_days }}"
      - -out
      - "{{ etcd_certificates_authority }}"
    creates: "{{ etcd_certificates_authority }}"
`;

/** Key and request on the machine itself; only the request travels, and the certificate comes back. */
const pair = plainText`---
- name: Ask whether the certificate is there and good for a while
  ansible.builtin.command:
    argv: [openssl, x509, -noout, -checkend, "{{ etcd_certificates_renew_seconds }}", -in, "{{ etcd_certificates_pair.certificate }}"]
  register: etcd_certificates_age
  changed_when: false
  failed_when: false

- name: Ask whether the authority has signed it
  ansible.builtin.command:
    argv: [openssl, verify, -CAfile, "{{ etcd_certificates_authority }}", "{{ etcd_certificates_pair.certificate }}"]
  register: etcd_certificates_chain
  changed_when: false
  failed_when: false

- name: Have it signed
  when: etcd_certificates_age.rc != 0 or etcd_certificates_chain.rc != 0
  block:
    - name: Make the key
      ansible.builtin.command:
        argv: [openssl, ecparam, -genkey, -noout, -name, prime256v1, -out, "{{ etcd_certificates_pair.key }}"]
        creates: "{{ etcd_certificates_pair.key }}"

    - name: Keep it to its owner
      ansible.builtin.file:
        path: "{{ etcd_certificates_pair.key }}"
        owner: "{{ etcd_certificates_owner }}"
        group: "{{ etcd_certificates_owner }}"
        mode: "0600"

    - name: Write the request
      ansible.builtin.command:
        argv: [openssl, req, -new, -sha256, -key, "{{ etcd_certificates_pair.key }}", -subj, "/CN={{ etcd_certificates_name }}"]
      register: etcd_certificates_request
      changed_when: false

    - name: Write on the first member what the certificate shall say
      ansible.builtin.copy:
        content: |
          basicConstraints = critical, CA:FALSE
          keyUsage = critical, digitalSignature, keyEncipherment
          extendedKeyUsage = {{ etcd_certificates_usage }}
          subjectAltName = {{ etcd_certificates_names }}
          subjectKeyIdentifier = hash
          authorityKeyIdentifier = keyid
        dest: "{{ etcd_certificates_folder }}/{{ inventory_hostname }}.ext"
        owner: root
        group: root
        mode: "0600"
      delegate_to: "{{ groups.phase_etcd[0] }}"

    - name: Sign
      ansible.builtin.command:
        argv:
          - openssl
          - x509
          - -req
          - -sha256
          - -CA
          - "{{ etcd_certificates_folder }}/ca.crt"
          - -CAkey
          - "{{ etcd_certificates_authority_key }}"
          - -set_serial
          - "0x1{{ lookup('ansible.builtin.password', '/dev/null', chars=['abcdef', 'digits'], length=30) }}"
          - -days
          - "{{ etcd_certificates_days }}"
          - -extfile
          - "{{ etcd_certificates_folder }}/{{ inventory_hostname }}.ext"
        stdin: "{{ etcd_certificates_request.stdout }}"
      register: etcd_certificates_signed
      changed_when: false
      delegate_to: "{{ groups.phase_etcd[0] }}"

    - name: Put the certificate in place
      ansible.builtin.copy:
        content: "{{ etcd_certificates_signed.stdout }}\n"
        dest: "{{ etcd_certificates_pair.certificate }}"
        owner: "{{ etcd_certificates_owner }}"
        group: "{{ etcd_certificates_owner }}"
        mode: "0644"
`;

export const etcdCertificatesRole = [
  file({ path: "roles/etcd_certificates/defaults/main.yaml", content: writeOrderedYaml(defaults, above), component }),
  ansibleFile("roles/etcd_certificates/tasks/member.yaml", member),
  ansibleFile("roles/etcd_certificates/tasks/client.yaml", client),
  ansibleFile("roles/etcd_certificates/tasks/authority.yaml", authority),
  ansibleFile("roles/etcd_certificates/tasks/pair.yaml", pair),
];
