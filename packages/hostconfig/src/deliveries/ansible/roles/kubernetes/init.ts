import { ansibleFile, plainText } from "../../ansible-file.ts";

/**
 * The first control plane. Instructions with what was minted are on the machine while kubeadm reads them, and no longer. An
 * init that was cut short is taken up again: kubeadm uses the keys and certificates that it finds.
 */
const init = plainText`---
- name: See whether an earlier run came as far as the administrator's access
  ansible.builtin.stat:
    path: /etc/kubernetes/admin.conf
  register: kubernetes_admin

- name: Ask for the nodes of a cluster that may be there already
  ansible.builtin.command:
    argv: [kubectl, --kubeconfig=/etc/kubernetes/admin.conf, --request-timeout=10s, get, nodes, --output=name]
  register: kubernetes_nodes
  changed_when: false
  failed_when: false
  check_mode: false
  when: kubernetes_admin.stat.exists

- name: Initialise the cluster
  when:
    - not ansible_check_mode
    - kubernetes_nodes.stdout_lines | default([]) | difference(['node/' ~ inventory_hostname]) | length == 0
  block:
    - name: Mint a bootstrap token
      ansible.builtin.command:
        argv: [kubeadm, token, generate]
      register: kubernetes_token
      changed_when: false
      no_log: true

    - name: Mint a key for certificates on their way
      ansible.builtin.command:
        argv: [kubeadm, certs, certificate-key]
      register: kubernetes_certificate_key
      changed_when: false
      no_log: true

    - name: Write kubeadm's instructions
      ansible.builtin.include_role:
        name: machine
        tasks_from: minted
      vars:
        machine_values:
          run/bootstrap-token: "{{ kubernetes_token.stdout }}"
          run/certificate-key: "{{ kubernetes_certificate_key.stdout }}"

    - name: Run kubeadm init
      ansible.builtin.command:
        argv: "{{ ['kubeadm', 'init', '--config=/etc/kubernetes/kubeadm-init.yaml', '--skip-token-print'] + kubernetes_resume }}"
      changed_when: true
      vars:
        kubernetes_manifests: [etcd, kube-apiserver, kube-controller-manager, kube-scheduler]
        kubernetes_ports: [2379, 2380, 10250, 10257, 10259]
        kubernetes_left: >-
          {{ ['DirAvailable--var-lib-etcd', 'Port-' ~ groundplan_api_server.localPort]
             + kubernetes_manifests | map('regex_replace', '^(.*)$', 'FileAvailable--etc-kubernetes-manifests-\1.yaml') | list
             + kubernetes_ports | map('regex_replace', '^', 'Port-') | list }}
        kubernetes_resume: "{{ ['--ignore-preflight-errors=' ~ kubernetes_left | join(',')] if kubernetes_admin.stat.exists else [] }}"
  always:
    - name: Take the instructions away again
      ansible.builtin.include_role:
        name: machine
        tasks_from: unminted

    - name: Withdraw the token, which nobody has used
      ansible.builtin.command:
        argv: [kubeadm, token, delete, "{{ kubernetes_token.stdout | default('') | split('.') | first }}"]
      changed_when: false
      failed_when: false
      no_log: true
`;

export const initFiles = [ansibleFile("roles/kubernetes/tasks/init.yaml", init)];
