import { pairScriptActs, pairScriptHead } from "../../kit/database-pair.ts";
import { header } from "../../kit/header.ts";
import type { PostgresqlServer } from "../../os/database-packages.ts";

/** How every script speaks to servers: this one as the account postgres, the others by the account of the standbys. */
function statements({ programs }: PostgresqlServer): string {
  return `programs=${programs}
export PGPASSFILE=/etc/postgresql-pair/pgpass PGCONNECT_TIMEOUT=3

as_postgres() { (cd / && exec runuser -u postgres -- "$@"); }
sql() { as_postgres timeout 90 psql --no-psqlrc --quiet --tuples-only --no-align --port="$port" --command="$1" postgres; }

# ask ADDRESS STATEMENT
ask() {
  as_postgres timeout 10 psql --no-psqlrc --quiet --tuples-only --no-align --host="$1" --port="$port" --username=replication \\
    --no-password --command="$2" postgres
}

# writable, read-only, or silent, which may be anything.
state_of() {
  case $(ask "$1" "SELECT pg_is_in_recovery()" 2>/dev/null) in
    f) echo writable ;;
    t) echo read-only ;;
    *) echo silent ;;
  esac
}

# The server that takes writes, as NAME=ADDRESS.
writable_peer() {
  local peer
  for peer in $peers; do
    if [[ $(state_of "\${peer#*=}") == writable ]]; then echo "$peer"; fi
  done
}

slot_of() { echo "\${1//-/_}"; }
# make_slot ADDRESS NAME: what a standby has not got yet is kept for it.
make_slot() {
  ask "$1" "SELECT pg_create_physical_replication_slot('$2', true) WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '$2')" >/dev/null
}`;
}

/**
 * The script that knows which server of the pair takes writes. Every server starts as a standby; whoever took the writes last takes
 * them again only when every other answers and takes none. A person alone moves them.
 */
export function pairScript(component: string, unit: string, server: PostgresqlServer): string {
  return `${pairScriptHead(component)}

${statements(server)}

is_running() { as_postgres "$programs/pg_isready" --quiet --port="$port"; }
is_writable() { [[ $(sql "SELECT pg_is_in_recovery()") == f ]]; }
# A server becomes a standby by a start: the folder is prepared as one.
forbid_writes() { systemctl restart ${unit}; }
source_host() { sql "SELECT substring(current_setting('primary_conninfo') FROM 'host=(\\S+)')"; }

# Whether everything that the server at an address has is here too.
holds_all_of() {
  local theirs
  theirs=$(ask "$1" "SELECT GREATEST(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())")
  [[ $(sql "SELECT pg_last_wal_replay_lsn() >= $(quoted "$theirs")::pg_lsn") == t ]]
}

# A promotion applies what was received by itself.
leave_source() { :; }

take_writes() {
  touch "$state/primary"
  rm -f "$state/fresh"
  [[ $(sql "SELECT pg_promote(true, 60)") == t ]] || die "$self could not be promoted within a minute"
  sql "ALTER SYSTEM RESET primary_conninfo"
  sql "ALTER SYSTEM RESET primary_slot_name"
  make_accounts
  say "$self takes writes"
}

# follow NAME ADDRESS
follow() {
  sql "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active" >/dev/null
  make_slot "$2" "$(slot_of "$self")"
  sql "ALTER SYSTEM SET primary_slot_name = '$(slot_of "$self")'"
  sql "ALTER SYSTEM SET primary_conninfo = 'host=$2 port=$port user=replication application_name=$self passfile=$PGPASSFILE'"
  sql "SELECT pg_reload_conf()" >/dev/null
  rm -f "$state/fresh"
  say "$self follows $1"
}

# Accounts and databases, on the primary: the standbys get them with everything else.
make_accounts() {
  local name database password
  {
    while read -r name database password; do
      if [[ $name == '#'* ]]; then continue; fi
      printf '\\\\set name %s\\n\\\\set database %s\\n\\\\set password %s\\n' "$name" "$database" "$(quoted "$password")"
      cat <<'END'
SELECT format('CREATE ROLE %I LOGIN', :'name') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name')
\\gexec
ALTER ROLE :"name" PASSWORD :'password';
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'name')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database')
\\gexec
END
    done </etc/postgresql-pair/accounts
    while IFS=: read -r _ _ _ name password; do
      if [[ $name != replication ]]; then continue; fi
      printf '\\\\set password %s\\n' "$(quoted "$password")"
      cat <<'END'
SELECT 'CREATE ROLE replication LOGIN REPLICATION' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'replication')
\\gexec
ALTER ROLE replication PASSWORD :'password';
END
    done <"$PGPASSFILE"
  } | as_postgres psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --port="$port" postgres
}

# One look at this server's role. It fails while that cannot be known.
decide() {
  local peer source writable silent=''
  writable=$(writable_peer)
  if is_writable; then
    if [[ -n $writable ]]; then say "\${writable%%=*} takes writes, and so does $self. Stop one of them now."; return 1; fi
    touch "$state/primary"
    return
  fi
  if [[ -n $writable ]]; then
    if [[ -e $state/primary ]]; then say "\${writable%%=*} takes writes, and $self did. It stays a standby: see its README."; return 1; fi
    source=$(source_host)
    if [[ $source != "\${writable#*=}" ]]; then follow "\${writable%%=*}" "\${writable#*=}"; fi
    return
  fi
  if [[ -e $state/primary ]]; then
    for peer in $peers; do
      if [[ $(state_of "\${peer#*=}") == silent ]]; then silent+=" \${peer%%=*}"; fi
    done
    if [[ -n $silent ]]; then say "$self took writes and cannot ask$silent whether it may again."; return 1; fi
    take_writes
  elif [[ $self == "$first_primary" && -e $state/fresh ]]; then
    take_writes
  else
    say "nobody takes writes whom $self could follow"
    return 1
  fi
}

settle() {
  until is_running; do sleep 1; done
  if is_writable; then make_accounts; fi
  while true; do
    decide || true
    sleep 10
  done
}

${pairScriptActs(component)}`;
}

/** Before every start of the server: its folder is its own, holds a database, and is that of a standby. */
export function prepareScript(component: string, home: string, server: PostgresqlServer): string {
  return `#!/bin/bash
# ${header(component).join("\n# ")}
# Before every start of the server: its folder is its own, holds a database, and is that of a standby.
set -euo pipefail
self='' port='' first_primary='' peers=''
# shellcheck source=/dev/null
. /etc/${component}-pair/pair.conf
state=/var/lib/${component}-pair

say() { echo "${component}-prepare: $*" >&2; }

data=${server.data}
${statements(server)}

install --directory --owner=postgres --group=postgres --mode=0755 ${home}
if command -v restorecon >/dev/null; then restorecon ${home}; fi
if [[ ! -d $state ]]; then
  install --directory --mode=0700 "$state"
  touch "$state/fresh"
  # The package has made an empty database. Whoever is to follow copies that of the primary.
  if [[ $self != "$first_primary" && -e $data/PG_VERSION ]]; then mv -- "$data" "$data.of-the-package"; fi
fi
if [[ ! -e $data/PG_VERSION ]]; then
  # An empty server has never taken a write.
  rm -f "$state/primary"
  touch "$state/fresh"
  writable=$(writable_peer)
  if [[ -z $writable && $self == "$first_primary" ]]; then
    as_postgres mkdir -p -- "$(dirname "$data")"
    as_postgres "$programs/initdb" --pgdata="$data" --auth-local=peer --auth-host=scram-sha-256 --data-checksums \\
      --encoding=UTF8 --locale=C >/dev/null
  else
    for _ in {1..60}; do
      if [[ -n $writable ]]; then break; fi
      say "waits for a server that takes writes, to copy it"
      sleep 10
      writable=$(writable_peer)
    done
    [[ -n $writable ]] || { say "no server takes writes"; exit 1; }
    make_slot "\${writable#*=}" "$(slot_of "$self")"
    say "copies \${writable%%=*}"
    as_postgres mkdir -p -- "$(dirname "$data")"
    as_postgres "$programs/pg_basebackup" --host="\${writable#*=}" --port="$port" --username=replication --no-password \\
      --pgdata="$data" --wal-method=stream --slot="$(slot_of "$self")" --checkpoint=fast
    rm -f -- "$data/postgresql.auto.conf"
    as_postgres touch "$data/postgresql.auto.conf"
  fi
  if command -v restorecon >/dev/null; then restorecon -R ${home}; fi
fi
as_postgres touch "$data/standby.signal"
`;
}

/** keepalived asks this: the address follows the server that takes writes, and never a copy. */
export function writableCheck(component: string, port: number): string {
  return `#!/bin/bash
# ${header(component).join("\n# ")}
# Well while this server takes writes.
set -eu
cd /
[[ $(timeout 1.5 runuser -u postgres -- psql -XAqt --port=${port} --command='SELECT pg_is_in_recovery()' postgres) == f ]]
`;
}
