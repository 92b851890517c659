import { type Cluster, type File, file, writeOrderedYaml } from "@groundplan/core-model";
import { type SshHost, writeSshConfig } from "../../formats/ssh-config.ts";
import { above, ansibleFile, component, plainText } from "./ansible-file.ts";

const ansibleCfg = plainText`[defaults]
inventory = inventory.yaml
roles_path = roles
forks = 20
gathering = explicit
host_key_checking = True
interpreter_python = auto_silent
display_skipped_hosts = False
retry_files_enabled = False

[ssh_connection]
# One connection for each machine, and no copy of a module on its disk.
pipelining = True
ssh_args = -o ControlMaster=auto -o ControlPersist=60s
`;

export function settingsFiles(cluster: Cluster): readonly File[] {
  const batch = { groundplan_batch: cluster.spec.kubernetes.upgrade.workers.batch };
  return [
    ansibleFile("ansible.cfg", ansibleCfg),
    file({ path: "ssh_config", content: writeSshConfig(above, sshHosts(cluster)), component }),
    file({ path: "vars/batch.yaml", content: writeOrderedYaml(batch, above), component }),
  ];
}

/** Only hosts whose keys are pinned, the bastion among them. What the operator's own configuration says comes after. */
function sshHosts(cluster: Cluster): readonly SshHost[] {
  const { bastion, knownHosts } = cluster.spec.site.access;
  const pinned = [
    ["StrictHostKeyChecking", "yes"],
    ["UserKnownHostsFile", `../../${knownHosts}`],
    ["GlobalKnownHostsFile", "/dev/null"],
  ] as const;
  const everyHost: SshHost = {
    host: "*",
    options: [...pinned, ...(bastion ? [["ProxyJump", bastion.host] as const] : []), ["Include", "~/.ssh/config"]],
  };
  if (!bastion) return [everyHost];
  const { host, user, port } = bastion;
  return [
    {
      host,
      options: [
        ["User", user],
        ["Port", port],
        ["ProxyJump", "none"],
      ],
    },
    everyHost,
  ];
}
