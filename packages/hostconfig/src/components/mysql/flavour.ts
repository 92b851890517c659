import type { MyCnfLine } from "../../formats/my-cnf.ts";
import type { MysqlServer } from "../../os/database-packages.ts";

/** What MySQL and MariaDB call differently. Most of one's words are fatal to the other. */
export interface Flavour {
  readonly client: string;
  readonly dump: string;
  readonly admin: string;
  /** Command line of bash that makes an empty database in the folder `$data`, where root logs in without a password. */
  initialise(daemon: string): string;
  /** What follows the server's program in a command that judges the file at `%s`. */
  readonly check: string;
  readonly gtid: readonly MyCnfLine[];
  readonly semiSync: readonly MyCnfLine[];
  /** Bash functions that the script of the pair calls. */
  readonly functions: string;
}

const mysql: Flavour = {
  client: "mysql",
  dump: "mysqldump --set-gtid-purged=ON --source-data=2",
  admin: "mysqladmin",
  initialise: (daemon) => `${daemon} --no-defaults --initialize-insecure --user=mysql --datadir="$data"`,
  check: "--defaults-file=%s --user=mysql --validate-config",
  gtid: [
    ["gtid_mode", "ON"],
    ["enforce_gtid_consistency", "ON"],
    ["read_only", "ON"],
    ["super_read_only", "ON"],
    "By this root is known by its account on the machine, without a password.",
    ["plugin_load_add", "auth_socket.so"],
  ],
  semiSync: [
    ["plugin_load_add", "semisync_source.so"],
    ["plugin_load_add", "semisync_replica.so"],
    ["loose_rpl_semi_sync_source_enabled", "ON"],
    ["loose_rpl_semi_sync_source_timeout", 1000],
    ["loose_rpl_semi_sync_replica_enabled", "ON"],
  ],
  functions: `# Root needs no password on its own machine, and nobody else gets in as root.
secure_root() {
  if [[ $(sql "SELECT plugin FROM mysql.user WHERE user = 'root' AND host = 'localhost'") == auth_socket ]]; then return; fi
  sql "SET GLOBAL super_read_only = OFF; SET sql_log_bin = 0; ALTER USER root@localhost IDENTIFIED WITH auth_socket;"
}

allow_root() { sql "SET GLOBAL super_read_only = OFF"; }
forbid_writes() { sql "SET GLOBAL super_read_only = ON"; }
allow_writes() { sql "SET GLOBAL super_read_only = OFF; SET GLOBAL read_only = OFF"; }

source_host() { replication_field Source_Host "SHOW REPLICA STATUS"; }
is_applied() { sql "SELECT WAIT_FOR_EXECUTED_GTID_SET(received_transaction_set, 60) FROM performance_schema.replication_connection_status"; }
forget_source() { sql "STOP REPLICA; RESET REPLICA ALL"; }

# Whether everything that the server at an address has is here too.
holds_all_of() {
  local theirs
  theirs=$(ask "$1" "SELECT @@global.gtid_executed")
  [[ $(sql "SELECT GTID_SUBSET($(quoted "$theirs"), @@global.gtid_executed)") == 1 ]]
}

# Whether everything that is here the server at an address has too.
is_held_by() {
  local ours
  ours=$(sql "SELECT @@global.gtid_executed")
  [[ $(ask "$1" "SELECT GTID_SUBSET($(quoted "$ours"), @@global.gtid_executed)") == 1 ]]
}

follow_source() {
  sql "STOP REPLICA; CHANGE REPLICATION SOURCE TO SOURCE_HOST = $(quoted "$1"), SOURCE_PORT = $port, SOURCE_USER = 'replication',
    SOURCE_PASSWORD = $(quoted "$(replication_password)"), SOURCE_AUTO_POSITION = 1, SOURCE_SSL = 1; START REPLICA"
}`,
};

const mariadb: Flavour = {
  client: "mariadb",
  dump: "mariadb-dump --gtid --master-data=2",
  admin: "mariadb-admin",
  initialise: () =>
    'mariadb-install-db --no-defaults --user=mysql --datadir="$data" --auth-root-authentication-method=socket --skip-test-db >/dev/null',
  check: "--defaults-file=%s --user=mysql --verbose --help",
  gtid: [
    ["binlog_format", "ROW"],
    ["gtid_strict_mode", "ON"],
    ["log_slave_updates", "ON"],
    ["read_only", "ON"],
  ],
  semiSync: [
    ["rpl_semi_sync_master_enabled", "ON"],
    ["rpl_semi_sync_master_timeout", 1000],
    ["rpl_semi_sync_slave_enabled", "ON"],
  ],
  functions: `secure_root() { :; }
allow_root() { :; }
forbid_writes() { sql "SET GLOBAL read_only = ON"; }
allow_writes() { sql "SET GLOBAL read_only = OFF"; }

source_host() { replication_field Master_Host "SHOW SLAVE STATUS"; }
is_applied() { sql "SELECT MASTER_GTID_WAIT($(quoted "$(replication_field Gtid_IO_Pos "SHOW SLAVE STATUS")"), 60)"; }
forget_source() { sql "STOP SLAVE; RESET SLAVE ALL"; }

# Whether everything that the server at an address has is here too. A position names the last transaction of each domain.
holds_all_of() {
  local theirs
  theirs=$(ask "$1" "SELECT @@global.gtid_binlog_pos")
  [[ -z $theirs || $(sql "SELECT MASTER_GTID_WAIT($(quoted "$theirs"), 0)") == 0 || $(sql "SELECT @@global.gtid_binlog_pos") == "$theirs" ]]
}

# Whether everything that is here the server at an address has too: it refuses by itself whoever has more (gtid_strict_mode).
is_held_by() { :; }

follow_source() {
  sql "STOP SLAVE; SET GLOBAL gtid_slave_pos = @@global.gtid_binlog_pos;
    CHANGE MASTER TO MASTER_HOST = $(quoted "$1"), MASTER_PORT = $port, MASTER_USER = 'replication',
    MASTER_PASSWORD = $(quoted "$(replication_password)"), MASTER_USE_GTID = slave_pos; START SLAVE"
}`,
};

export function flavourOf({ flavour }: MysqlServer): Flavour {
  return flavour === "mysql" ? mysql : mariadb;
}
