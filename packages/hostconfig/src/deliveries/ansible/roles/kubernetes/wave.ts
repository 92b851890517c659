import { ansibleFile, plainText } from "../../ansible-file.ts";

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

export const waveFiles = [ansibleFile("roles/kubernetes/tasks/wave.yaml", wave)];
