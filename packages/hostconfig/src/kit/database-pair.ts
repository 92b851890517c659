import { type Cluster, type File, file, type Machine, machinesIn } from "@groundplan/core-model";
import { shellWord } from "../formats/shell.ts";
import { header } from "./header.ts";

/** A database whose servers know by a script which of them takes writes. */
export interface DatabasePair {
  readonly component: string;
  readonly group: string;
  readonly port: number;
  /** Machine that takes the writes to begin with. */
  readonly primary: string;
}

/** Who a server is, and who the others are: variables for its script. */
export function pairFile(cluster: Cluster, machine: Machine, { component, group, port, primary }: DatabasePair): File {
  const peers = machinesIn(cluster, group).filter(({ name }) => name !== machine.name);
  const lines = [
    ...header(component).map((line) => `# ${line}`),
    `self=${shellWord(machine.name)}`,
    `port=${port}`,
    `first_primary=${shellWord(primary)}`,
    `peers=${shellWord(peers.map(({ name, address }) => `${name}=${address}`).join(" "))}`,
  ];
  return file({
    path: `etc/${component}-pair/pair.conf`,
    content: `${lines.join("\n")}\n`,
    component,
    effects: [{ action: "none" }],
  });
}

/** The beginning of every script of a pair, in bash: its variables, and what has nothing to do with one database. */
export function pairScriptHead(component: string): string {
  return `#!/bin/bash
# ${header(component).join("\n# ")}
# usage: ${component}-pair status | demote | promote [--fenced MACHINE] | settle
set -euo pipefail
self='' port='' first_primary='' peers=''
# shellcheck source=/dev/null
. /etc/${component}-pair/pair.conf
state=/var/lib/${component}-pair

say() { echo "${component}-pair: $*" >&2; }
die() { say "$@"; exit 1; }

quoted() {
  local text=\${1//\\\\/\\\\\\\\}
  printf "'%s'" "\${text//\\'/\\'\\'}"
}

# Whether anything at all answers at an address.
is_there() {
  local try
  for try in "$port" 22; do
    if timeout 3 bash -c "exec 3<>/dev/tcp/$1/$try" 2>/dev/null; then return; fi
  done
  ping -c 2 -W 1 "$1" >/dev/null 2>&1
}`;
}

/** The end of every script of a pair: the acts that a person asks for, by what a database says of itself. */
export function pairScriptActs(component: string): string {
  return `# promote FENCED: this server takes the writes from now on.
promote() {
  local fenced=$1 peer name address
  is_running || die "the server on $self does not run"
  is_writable && die "$self takes writes already"
  for peer in $peers; do
    name=\${peer%%=*} address=\${peer#*=}
    case $(state_of "$address") in
      writable) die "$name takes writes. There first: ${component}-pair demote" ;;
      read-only)
        for _ in {1..30}; do
          if holds_all_of "$address"; then continue 2; fi
          sleep 2
        done
        die "$name has transactions that $self has not got within a minute"
        ;;
      silent)
        is_there "$address" && die "$name gives no answer about its database, but the machine answers. Switch it off, or bring it up read-only."
        [[ $fenced == "$name" ]] || die "$name does not answer, and a cut cable looks the same. Switch it off, then: ${component}-pair promote --fenced $name"
        ;;
    esac
  done
  leave_source
  take_writes
  for peer in $peers; do
    if [[ $(state_of "\${peer#*=}") == writable ]]; then
      # It came back in this very moment.
      rm -f "$state/primary"
      forbid_writes
      die "\${peer%%=*} takes writes again, so $self does not. There: ${component}-pair demote"
    fi
  done
  say "now write primary: $self into cluster.yaml"
}

demote() {
  [[ -e $state/primary ]] || die "$self is not the primary"
  rm -f "$state/primary"
  forbid_writes
  say "$self takes no writes any more, also not after a start. Now: ${component}-pair promote, on the other."
}

status() {
  local peer
  echo "$self $(if is_writable; then echo writable; else echo read-only; fi) follows: $(source_host)"
  for peer in $peers; do echo "\${peer%%=*} $(state_of "\${peer#*=}")"; done
}

((EUID == 0)) || die "only root may"
case "$*" in
  status) status ;;
  settle) settle ;;
  demote) demote ;;
  promote) promote '' ;;
  "promote --fenced "*) promote "$3" ;;
  *) die "usage: ${component}-pair status | demote | promote [--fenced MACHINE]" ;;
esac
`;
}
