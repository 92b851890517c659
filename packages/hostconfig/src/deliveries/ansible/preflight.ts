import { ansibleFile, plainText } from "./ansible-file.ts";

/** What must hold before anything is touched. Every machine is asked, and one that fails stops the run. */
const preflight = plainText`---
- name: Look before anything is touched
  hosts: all
  gather_facts: false
  any_errors_fatal: true
  tasks:
    - name: Reach the machine
      ansible.builtin.wait_for_connection:
        timeout: 30

    - name: Ask what it is
      ansible.builtin.setup:
        gather_subset: ["!all", "!min", distribution, network, selinux]

    - name: Compare the operating system with the document
      ansible.builtin.assert:
        that:
          - ansible_facts.distribution | lower == groundplan_os.distribution
          - (ansible_facts.distribution_version ~ '.').startswith(groundplan_os.version ~ '.')
        fail_msg: >-
          {{ inventory_hostname }} runs {{ ansible_facts.distribution }} {{ ansible_facts.distribution_version }}, and the document says
          {{ groundplan_os.distribution }} {{ groundplan_os.version }}.
        quiet: true

    - name: Compare the address
      ansible.builtin.assert:
        that: ansible_host in ansible_facts.all_ipv4_addresses
        fail_msg: "{{ ansible_host }} is no address of the machine that answers there. Something stands between, or it is another machine."
        quiet: true

    - name: Ask for its identity
      ansible.builtin.command:
        argv: [cat, /etc/machine-id]
      register: preflight_id
      changed_when: false
      check_mode: false

    - name: Tell machines apart
      ansible.builtin.assert:
        that: preflight_ids | length == preflight_ids | unique | length
        fail_msg: Two machines have one machine-id, as copies of one image have. Empty /etc/machine-id on the copies and start them anew.
        quiet: true
      vars:
        preflight_ids: "{{ ansible_play_hosts | map('extract', hostvars, ['preflight_id', 'stdout']) | list }}"
      when: inventory_hostname == ansible_play_hosts[0]

    - name: See that the clock is near enough for certificates
      ansible.builtin.command:
        argv: [date, "+%s {{ now().timestamp() | int }}"]
      register: preflight_clock
      changed_when: false
      check_mode: false
      failed_when: (preflight_clock.stdout.split() | first | int - preflight_clock.stdout.split() | last | int) | abs > 300

    - name: See that the disks are there
      ansible.builtin.command:
        argv: [test, -b, "{{ item }}"]
      loop: "{{ groundplan_disks }}"
      changed_when: false
      check_mode: false

    - name: See that SELinux stays on
      ansible.builtin.assert:
        that: ansible_facts.selinux.mode | default('disabled') == 'enforcing'
        fail_msg: SELinux does not enforce on {{ inventory_hostname }}. Nothing here needs it off; turn it on, restart the machine, and start again.
        quiet: true
      when: groundplan_os.distribution in ['centos', 'rocky']

    - name: See that every secret is at hand
      ansible.builtin.assert:
        that: preflight_missing | length == 0
        fail_msg: >-
          No value for {{ preflight_missing | join(', ') }}. Name the command that prints the secrets as YAML:
          --extra-vars 'groundplan_secrets_command="age --decrypt --identity KEY ../../{{ groundplan_secrets_file }}"'
        quiet: true
      no_log: false
      when: preflight_wanted | length > 0
      vars:
        preflight_manifest: "{{ lookup('ansible.builtin.file', inventory_dir ~ '/../machines/' ~ groundplan_group ~ '/files.yaml') | from_yaml }}"
        preflight_files: >-
          {{ preflight_manifest.common.files | default([])
             + preflight_manifest.machines.values() | selectattr('files', 'defined') | map(attribute='files') | flatten }}
        preflight_wanted: >-
          {{ preflight_files | selectattr('secrets', 'defined') | map(attribute='secrets') | flatten | map(attribute='secret') | unique | sort }}
        preflight_missing: >-
          {{ preflight_wanted | difference(groundplan_secrets.keys() | list if groundplan_secrets_command is defined else []) }}
`;

export const preflightPlaybook = ansibleFile("playbooks/preflight.yaml", preflight);

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
