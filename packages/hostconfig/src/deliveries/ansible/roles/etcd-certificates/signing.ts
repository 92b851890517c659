import { ansibleFile, plainText } from "../../ansible-file.ts";

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

export const signingFiles = [
  ansibleFile("roles/etcd_certificates/tasks/authority.yaml", authority),
  ansibleFile("roles/etcd_certificates/tasks/pair.yaml", pair),
];
