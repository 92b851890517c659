import { ansibleFile, plainText } from "./ansible-file.ts";

/** The cluster is asked, and not the programs that make it: names, certificates, nodes. */
const verification = plainText`---
- name: Ask the API server through its own name
  hosts: phase_first_control_plane:phase_control_planes:phase_workers
  gather_facts: false
  tasks:
    - name: Reach it from every node, and know it by its certificate
      ansible.builtin.uri:
        url: "https://{{ groundplan_api_server.name }}:{{ groundplan_api_server.port }}/readyz"
        ca_path: /etc/kubernetes/pki/ca.crt
        use_proxy: false
        return_content: true
      register: verification_api
      until: verification_api.status == 200
      retries: 12
      delay: 5
      check_mode: false

- name: Ask the cluster
  hosts: phase_first_control_plane
  gather_facts: false
  become: true
  vars:
    verification_kubectl: [kubectl, --kubeconfig=/etc/kubernetes/admin.conf]
    verification_machines: "{{ groups.phase_first_control_plane + groups.phase_control_planes + groups.phase_workers }}"
  tasks:
    - name: Read the names of its nodes
      ansible.builtin.command:
        argv: "{{ verification_kubectl + ['get', 'nodes', '--output=jsonpath={.items[*].metadata.name}'] }}"
      register: verification_nodes
      changed_when: false
      check_mode: false

    - name: Compare them with the document
      ansible.builtin.assert:
        that: verification_nodes.stdout.split() | symmetric_difference(verification_machines) | length == 0
        fail_msg: >-
          Missing: {{ verification_machines | difference(verification_nodes.stdout.split()) | join(', ') or 'none' }}.
          Unknown to the document: {{ verification_nodes.stdout.split() | difference(verification_machines) | join(', ') or 'none' }}.
        quiet: true

    - name: Wait until every node is ready
      ansible.builtin.command:
        argv: "{{ verification_kubectl + ['wait', '--for=condition=Ready', 'nodes', '--all', '--timeout=10m'] }}"
      changed_when: false
      check_mode: false
      when: groundplan_pod_network != 'none'

    - name: Wait until names are answered in the cluster
      ansible.builtin.command:
        argv: "{{ verification_kubectl + ['--namespace=kube-system', 'rollout', 'status', 'deployment/coredns', '--timeout=10m'] }}"
      changed_when: false
      check_mode: false
      when: groundplan_pod_network != 'none'
`;

export const verificationPlaybook = ansibleFile("playbooks/verification.yaml", verification);
