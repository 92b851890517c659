import { ansibleFile, plainText } from "../ansible-file.ts";

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

/** Joins one node. What it needs is minted for it alone, lives for a quarter of an hour, and is withdrawn when it is in. */
const join = plainText`---
- name: Ask the cluster whether it knows the machine
  ansible.builtin.command:
    argv:
      - kubectl
      - --kubeconfig=/etc/kubernetes/admin.conf
      - get
      - node
      - "{{ inventory_hostname }}"
      - --ignore-not-found
      - --output=jsonpath={.metadata.labels}
  register: kubernetes_node
  changed_when: false
  delegate_to: "{{ groups.phase_first_control_plane[0] }}"

- name: Ask the machine whether kubeadm has been there
  ansible.builtin.stat:
    path: /etc/kubernetes/kubelet.conf
  register: kubernetes_kubelet

- name: Refuse a machine that joined half
  ansible.builtin.assert:
    that: not kubernetes_kubelet.stat.exists or kubernetes_label in kubernetes_node.stdout
    fail_msg: >-
      {{ inventory_hostname }} has an access of its own to a cluster, and this cluster does not know it as a finished node. Look what
      happened there; "kubeadm reset" on the machine makes it new again, then run this playbook once more.
    quiet: true
  when: not ansible_check_mode
  vars:
    kubernetes_label: "{{ 'node-role.kubernetes.io/control-plane' if kubernetes_control_plane else 'kubernetes.io/hostname' }}"

- name: Join
  when:
    - not ansible_check_mode
    - not kubernetes_kubelet.stat.exists
  block:
    - name: Mint a bootstrap token, and ask for the mark of the cluster's authority
      ansible.builtin.command:
        argv: [kubeadm, token, create, --ttl=15m, "--description=for {{ inventory_hostname }}", --print-join-command]
      register: kubernetes_token
      changed_when: true
      no_log: true
      delegate_to: "{{ groups.phase_first_control_plane[0] }}"

    - name: Mint a key for the authorities' way to another control plane
      ansible.builtin.include_tasks: certificate-key.yaml
      when: kubernetes_control_plane

    - name: Write kubeadm's instructions
      ansible.builtin.include_role:
        name: machine
        tasks_from: minted
      vars:
        machine_values:
          run/bootstrap-token: "{{ kubernetes_token.stdout | regex_search('--token (\\S+)', '\\1') | first }}"
          run/ca-cert-hash: "{{ kubernetes_token.stdout | regex_search('--discovery-token-ca-cert-hash (\\S+)', '\\1') | first }}"
          run/certificate-key: "{{ kubernetes_certificate_key.stdout_lines | default(['']) | last }}"

    - name: Run kubeadm join
      ansible.builtin.command:
        argv: [kubeadm, join, --config=/etc/kubernetes/kubeadm-join.yaml]
      changed_when: true
  always:
    - name: Take the instructions away again
      ansible.builtin.include_role:
        name: machine
        tasks_from: unminted

    - name: Withdraw the token
      ansible.builtin.command:
        argv: [kubeadm, token, delete, "{{ kubernetes_token.stdout | default('') | regex_search('--token (\\w+)', '\\1') | default([''], true) | first }}"]
      changed_when: false
      failed_when: false
      no_log: true
      delegate_to: "{{ groups.phase_first_control_plane[0] }}"
`;

/** The cluster keeps the authorities for two hours, encrypted with this key. */
const certificateKey = plainText`---
- name: Read what kubeadm keeps of the cluster's configuration
  ansible.builtin.command:
    argv:
      - kubectl
      - --kubeconfig=/etc/kubernetes/admin.conf
      - --namespace=kube-system
      - get
      - configmap
      - kubeadm-config
      - --output=jsonpath={.data.ClusterConfiguration}
  register: kubernetes_configuration
  changed_when: false
  delegate_to: "{{ groups.phase_first_control_plane[0] }}"

- name: Lay the authorities ready, encrypted
  ansible.builtin.command:
    argv: [kubeadm, init, phase, upload-certs, --upload-certs, --config=/dev/stdin]
    stdin: "{{ kubernetes_configuration.stdout }}"
  register: kubernetes_certificate_key
  changed_when: true
  no_log: true
  delegate_to: "{{ groups.phase_first_control_plane[0] }}"
`;

/** One wave of manifests. Asked first whether anything differs, so that a second run changes nothing. */
const wave = plainText`---
- name: Find the manifests of the wave
  ansible.builtin.find:
    paths: "{{ inventory_dir }}/../manifests/{{ kubernetes_wave }}"
    patterns: "*.yaml"
    recurse: true
  register: kubernetes_found
  delegate_to: localhost
  become: false

- name: Compare with the cluster
  ansible.builtin.command:
    argv: [kubectl, --kubeconfig=/etc/kubernetes/admin.conf, diff, --server-side, --field-manager=groundplan, --filename=-]
    stdin: "{{ kubernetes_manifests }}"
  register: kubernetes_diff
  changed_when: false
  failed_when: false
  check_mode: false
  when: kubernetes_found.files | length > 0
  vars: &manifests
    kubernetes_manifests: "{{ query('ansible.builtin.file', *(kubernetes_found.files | map(attribute='path') | sort)) | join('\n---\n') }}"

- name: Apply
  ansible.builtin.command:
    argv: [kubectl, --kubeconfig=/etc/kubernetes/admin.conf, apply, --server-side, --field-manager=groundplan, --filename=-]
    stdin: "{{ kubernetes_manifests }}"
  changed_when: true
  when:
    - kubernetes_found.files | length > 0
    - kubernetes_diff.rc != 0
  vars: *manifests

- name: Wait until the cluster knows the new kinds
  ansible.builtin.command:
    argv: [kubectl, --kubeconfig=/etc/kubernetes/admin.conf, wait, --for=condition=Established, crd, --all, --timeout=60s]
  changed_when: false
  when:
    - kubernetes_found.files | length > 0
    - kubernetes_wave == 'crds'
`;

export const kubernetesRole = [
  ansibleFile("roles/kubernetes/tasks/init.yaml", init),
  ansibleFile("roles/kubernetes/tasks/join.yaml", join),
  ansibleFile("roles/kubernetes/tasks/certificate-key.yaml", certificateKey),
  ansibleFile("roles/kubernetes/tasks/wave.yaml", wave),
];
