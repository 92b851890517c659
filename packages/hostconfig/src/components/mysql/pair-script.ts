import { header } from "../../kit/header.ts";
import type { Flavour } from "./flavour.ts";

/**
 * The script that knows which server of the pair takes writes. Every server starts read-only; whoever took the writes last takes
 * them again only when every other answers and takes none. A person alone moves them: `promote`, which refuses while the other
 * side answers, or may.
 */
export function pairScript(component: string, { client, admin, functions }: Flavour): string {
  return `#!/bin/bash
# ${header(component).join("\n# ")}
# usage: mysql-pair status | demote | promote [--fenced MACHINE] | settle
set -euo pipefail
self='' port='' first_primary='' peers=''
# shellcheck source=/dev/null
. /etc/mysql-pair/pair.conf
state=/var/lib/mysql-pair
accounts=/etc/mysql-pair/accounts

say() { echo "mysql-pair: $*" >&2; }
die() { say "$@"; exit 1; }

sql() { timeout 90 ${client} --batch --skip-column-names --execute "$1"; }

# ask ADDRESS STATEMENT: the server there, by the account of the replicas.
ask() {
  MYSQL_PWD=$(replication_password) timeout 10 ${client} --host="$1" --port="$port" --user=replication --connect-timeout=3 \\
    --batch --skip-column-names --execute "$2"
}

quoted() {
  local text=\${1//\\\\/\\\\\\\\}
  printf "'%s'" "\${text//\\'/\\'\\'}"
}

# Lines of an account: its name, its database, its password, which may hold blanks.
replication_password() {
  local name _ password
  while read -r name _ password; do
    if [[ $name == replication ]]; then printf %s "$password"; fi
  done <"$accounts"
}

# replication_field NAME STATEMENT: nothing where the server follows nobody.
replication_field() { ${client} --batch --execute "$2\\\\G" | sed -n "s/^ *$1: //p"; }

${functions}

is_writable() { [[ $(sql "SELECT @@global.read_only") == 0 ]]; }

# writable, read-only, or silent, which may be anything.
state_of() {
  case $(ask "$1" "SELECT @@global.read_only" 2>/dev/null) in
    0) echo writable ;;
    1) echo read-only ;;
    *) echo silent ;;
  esac
}

# Whether anything at all answers at an address.
is_there() {
  local try
  for try in "$port" 22; do
    if timeout 3 bash -c "exec 3<>/dev/tcp/$1/$try" 2>/dev/null; then return; fi
  done
  ping -c 2 -W 1 "$1" >/dev/null 2>&1
}

# Accounts are made on each server by itself and never replicated, so that a replica can be asked before it follows.
make_accounts() {
  local name database password
  allow_root
  {
    echo "SET sql_log_bin = 0;"
    while read -r name database password; do
      if [[ $name == '#'* ]]; then continue; fi
      printf "CREATE USER IF NOT EXISTS '%s'@'%%' IDENTIFIED BY %s;\\n" "$name" "$(quoted "$password")"
      printf "ALTER USER '%s'@'%%' IDENTIFIED BY %s;\\n" "$name" "$(quoted "$password")"
      if [[ $name == replication ]]; then
        echo "GRANT REPLICATION SLAVE ON *.* TO 'replication'@'%';"
      else
        printf 'CREATE DATABASE IF NOT EXISTS %s;\\n' "$database"
        printf "GRANT ALL PRIVILEGES ON %s.* TO '%s'@'%%';\\n" "$database" "$name"
      fi
    done <"$accounts"
  } | ${client}
  if ! is_writable; then forbid_writes; fi
}

take_writes() {
  touch "$state/primary"
  rm -f "$state/fresh"
  allow_writes
  say "$self takes writes"
}

follow() {
  is_held_by "$2" || { say "$self has transactions that $1 has not. Seed it anew from a dump of $1."; return 1; }
  follow_source "$2"
  rm -f "$state/fresh"
  say "$self follows $1"
}

# One attempt to find this server's role. It fails while that cannot be known.
decide() {
  local peer name address source writable='' silent=''
  for peer in $peers; do
    name=\${peer%%=*} address=\${peer#*=}
    case $(state_of "$address") in
      writable) writable=$peer ;;
      silent) silent+=" $name" ;;
    esac
  done
  if [[ -e $state/primary ]]; then
    if is_writable; then return; fi
    if [[ -n $writable ]]; then say "\${writable%%=*} takes writes, and $self did. It stays read-only: see its README."; return 1; fi
    if [[ -n $silent ]]; then say "$self took writes and cannot ask$silent whether it may again."; return 1; fi
    take_writes
    return
  fi
  source=$(source_host)
  if [[ -n $source && ( -z $writable || $source == "\${writable#*=}" ) ]]; then
    return
  elif [[ -n $writable ]]; then
    follow "\${writable%%=*}" "\${writable#*=}"
  elif [[ $self == "$first_primary" && -e $state/fresh ]]; then
    take_writes
  else
    say "nobody takes writes whom $self could follow"
    return 1
  fi
}

settle() {
  mkdir -p "$state"
  until ${admin} ping >/dev/null 2>&1; do sleep 1; done
  secure_root
  make_accounts
  until decide; do sleep 10; done
  exec sleep infinity
}

demote() {
  [[ -e $state/primary ]] || die "$self is not the primary"
  forbid_writes
  rm -f "$state/primary"
  say "$self takes no writes any more, also not after a start. Now: mysql-pair promote, on the other."
}

# promote FENCED: this server takes the writes from now on.
promote() {
  local fenced=$1 peer name address
  ${admin} ping >/dev/null || die "the server on $self does not run"
  is_writable && die "$self takes writes already"
  for peer in $peers; do
    name=\${peer%%=*} address=\${peer#*=}
    case $(state_of "$address") in
      writable) die "$name takes writes. There first: mysql-pair demote" ;;
      read-only)
        for _ in {1..30}; do
          if holds_all_of "$address"; then continue 2; fi
          sleep 2
        done
        die "$name has transactions that $self has not got within a minute"
        ;;
      silent)
        is_there "$address" && die "$name gives no answer about its database, but the machine answers. Switch it off, or bring it up read-only."
        [[ $fenced == "$name" ]] || die "$name does not answer, and a cut cable looks the same. Switch it off, then: mysql-pair promote --fenced $name"
        ;;
    esac
  done
  if [[ -n $(source_host) ]]; then
    is_applied >/dev/null
    forget_source
  fi
  take_writes
  for peer in $peers; do
    if [[ $(state_of "\${peer#*=}") == writable ]]; then
      # It came back in this very moment.
      forbid_writes
      rm -f "$state/primary"
      die "\${peer%%=*} takes writes again, so $self does not. There: mysql-pair demote"
    fi
  done
  say "now write primary: $self into cluster.yaml"
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
  demote) demote && systemctl restart mysql-pair ;;
  promote) promote '' ;;
  "promote --fenced "*) promote "$3" ;;
  *) die "usage: mysql-pair status | demote | promote [--fenced MACHINE]" ;;
esac
`;
}

/** Before every start of the server: its folder is its own, and holds a database. */
export function prepareScript(component: string, { initialise }: Flavour): string {
  return `#!/bin/bash
# ${header(component).join("\n# ")}
# Before every start of the server: its folder is its own, and holds a database.
set -euo pipefail
data=/var/lib/mysql
state=/var/lib/mysql-pair
install --directory --owner=mysql --group=mysql --mode=0750 "$data"
if [[ ! -d $state ]]; then
  install --directory --mode=0700 "$state"
  touch "$state/fresh"
fi
if [[ ! -d $data/mysql ]]; then
  # An empty server has never taken a write.
  rm -f "$state/primary"
  touch "$state/fresh"
  if command -v restorecon >/dev/null; then restorecon "$data"; fi
  ${initialise}
  if command -v restorecon >/dev/null; then restorecon -R "$data"; fi
fi
`;
}

/** keepalived asks this: the address follows the server that takes writes, and never a copy. */
export function writableCheck(component: string, { client }: Flavour): string {
  return `#!/bin/bash
# ${header(component).join("\n# ")}
# Well while this server takes writes.
set -eu
[[ $(timeout 1.5 ${client} --batch --skip-column-names --execute 'SELECT @@global.read_only') == 0 ]]
`;
}
