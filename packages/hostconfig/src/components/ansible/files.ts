import { type Cluster, type File, file, type Machine } from "@groundplan/core-model";
import { shellWord } from "../../formats/shell.ts";
import { header } from "../../kit/header.ts";
import type { AnsibleOptions } from "./schema.ts";

const component = "ansible";

export function ansibleControlFiles(cluster: Cluster, _machine: Machine, { folder }: AnsibleOptions): readonly File[] {
  return [
    file({
      path: "usr/local/bin/groundplan-apply",
      content: applyScript(folder, cluster.name),
      mode: 0o755,
      component,
      effects: [{ action: "none" }],
    }),
  ];
}

/** Run by a person, whose SSH agent and key of the secrets it needs: the machine itself holds nothing that opens another. */
function applyScript(folder: string, cluster: string): string {
  const lines = [
    "#!/bin/bash",
    ...header(component).map((line) => `# ${line}`),
    "# Brings the machines to what is merged: the newest commit of the branch that is checked out, and nothing else.",
    "# usage: groundplan-apply [what ansible-playbook takes: --check --diff, --limit MACHINE ...]",
    "set -euo pipefail",
    `cd ${shellWord(folder)}`,
    "# Held until the run is over, whoever started it.",
    "exec 9<.",
    "if ! flock --nonblock 9; then",
    '  echo "groundplan-apply: another run is going on in $PWD" >&2',
    "  exit 1",
    "fi",
    "changes=$(git status --porcelain)",
    'if [[ -n "$changes" ]]; then',
    '  echo "groundplan-apply: $PWD holds changes that nobody has merged:" >&2',
    '  echo "$changes" >&2',
    "  exit 1",
    "fi",
    "git pull --quiet --ff-only",
    "git --no-pager log --max-count=1 --format='applying %h %s'",
    "# Where ansible.cfg lies: it is read nowhere else.",
    `cd ${shellWord(`clusters/${cluster}/rendered/ansible`)}`,
    'exec ansible-playbook site.yaml "$@"',
  ];
  return `${lines.join("\n")}\n`;
}
