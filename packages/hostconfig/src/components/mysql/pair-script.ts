import { pairScriptActs, pairScriptHead } from "../../kit/database-pair.ts";
import { header } from "../../kit/header.ts";
import type { Flavour } from "./flavour.ts";

/**
 * The script that knows which server of the pair takes writes. Every server starts read-only; whoever took the writes last takes
 * them again only when every other answers and takes none. A person alone moves them: `promote`, which refuses while the other
 * side answers, or may.
 */
export function pairScript(component: string, { client, admin, functions }: Flavour): string {
  return `${pairScriptHead(component)}

accounts=/etc/mysql-pair/accounts

sql() { timeout 90 ${client} --batch --skip-column-names --execute "$1"; }

# ask ADDRESS STATEMENT: the server there, by the account of the replicas.
ask() {
  MYSQL_PWD=$(replication_password) timeout 10 ${client} --host="$1" --port="$port" --user=replication --connect-timeout=3 \\
    --batch --skip-column-names --execute "$2"
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

is_running() { ${admin} ping >/dev/null 2>&1; }
is_writable() { [[ $(sql "SELECT @@global.read_only") == 0 ]]; }

# writable, read-only, or silent, which may be anything.
state_of() {
  case $(ask "$1" "SELECT @@global.read_only" 2>/dev/null) in
    0) echo writable ;;
    1) echo read-only ;;
    *) echo silent ;;
  esac
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

# What was received is applied before the source is left.
leave_source() {
  if [[ -z $(source_host) ]]; then return; fi
  is_applied >/dev/null
  forget_source
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

# One look at this server's role. It fails while that cannot be known.
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
  until is_running; do sleep 1; done
  secure_root
  make_accounts
  while true; do
    decide || true
    sleep 10
  done
}

${pairScriptActs(component)}`;
}

/** Before every start of the server: its folder is its own, and holds a database. */
export function prepareScript(component: string, { initialise }: Flavour, daemon: string): string {
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
  ${initialise(daemon)}
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
