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
