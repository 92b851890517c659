import { ansibleFile, plainText } from "../../ansible-file.ts";

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

export const joinFiles = [
  ansibleFile("roles/kubernetes/tasks/join.yaml", join),
  ansibleFile("roles/kubernetes/tasks/certificate-key.yaml", certificateKey),
];
