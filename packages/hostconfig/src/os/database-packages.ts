/** A server of the MySQL family as a system packages it. */
export interface MysqlServer {
  /** Which of the two it is: their settings and statements differ, and those of one are fatal to the other. */
  readonly flavour: "mysql" | "mariadb";
  readonly packages: readonly string[];
  readonly unit: string;
  /** The server's program. */
  readonly daemon: string;
  /** Our file: read last of all, so that what it says holds. */
  readonly file: string;
  /** Whether the security module of the system keeps the server from files at unusual places. */
  readonly confined: boolean;
  /** The system has none itself: it comes from upstream's repository, below this address by processor. */
  readonly repository?: string;
}

/** PostgreSQL as a system packages it. */
export interface PostgresqlServer {
  readonly major: number;
  readonly packages: readonly string[];
  readonly unit: string;
  /** Folder of the server's programs. */
  readonly programs: string;
  /** Home of its account, below which its data lie. */
  readonly home: string;
  /** Folder of the data. */
  readonly data: string;
  /** Folder of postgresql.conf. */
  readonly configuration: string;
  /** Command line of the unit, where the package's own looks for postgresql.conf among the data. */
  readonly command?: readonly string[];
  /** Stream of dnf's module, where the system's own version is older than what is wanted. */
  readonly stream?: string;
}

/** Redis as a system packages it. */
export interface RedisServer {
  readonly packages: readonly string[];
  readonly unit: string;
}

/** Databases of a system. What it packages too old to be used is left out. */
export interface DatabasePackages {
  readonly mysql: MysqlServer;
  readonly postgresql?: PostgresqlServer;
  readonly redis?: RedisServer;
}

const debianRedis: RedisServer = { packages: ["redis-server"], unit: "redis-server" };

function debianPostgresql(major: number): PostgresqlServer {
  return {
    major,
    packages: [`postgresql-${major}`],
    unit: `postgresql@${major}-main`,
    programs: `/usr/lib/postgresql/${major}/bin`,
    home: "/var/lib/postgresql",
    data: `/var/lib/postgresql/${major}/main`,
    configuration: `/etc/postgresql/${major}/main`,
  };
}

/** Debian has MariaDB only. */
export function debianDatabases(postgresql: number): DatabasePackages {
  return {
    mysql: {
      flavour: "mariadb",
      packages: ["mariadb-server"],
      unit: "mariadb",
      daemon: "/usr/sbin/mariadbd",
      file: "etc/mysql/mariadb.conf.d/99-groundplan.cnf",
      confined: false,
    },
    postgresql: debianPostgresql(postgresql),
    redis: debianRedis,
  };
}

export function ubuntuDatabases(postgresql: number): DatabasePackages {
  return {
    mysql: {
      flavour: "mysql",
      packages: ["mysql-server"],
      unit: "mysql",
      daemon: "/usr/sbin/mysqld",
      // After mysqld.cnf, which listens on loopback only.
      file: "etc/mysql/mysql.conf.d/zz-groundplan.cnf",
      confined: true,
    },
    postgresql: debianPostgresql(postgresql),
    redis: debianRedis,
  };
}

export const rocky9Databases: DatabasePackages = {
  mysql: {
    flavour: "mysql",
    packages: ["mysql-server"],
    unit: "mysqld",
    daemon: "/usr/libexec/mysqld",
    file: "etc/my.cnf.d/zz-groundplan.cnf",
    confined: false,
  },
  postgresql: {
    major: 16,
    packages: ["postgresql-server"],
    unit: "postgresql",
    programs: "/usr/bin",
    home: "/var/lib/pgsql",
    data: "/var/lib/pgsql/data",
    configuration: "/etc/postgresql-pair",
    command: [
      "/usr/bin/postgres",
      "-D",
      "/var/lib/pgsql/data",
      "-c",
      "config_file=/etc/postgresql-pair/postgresql.conf",
    ],
    stream: "16",
  },
  redis: { packages: ["redis"], unit: "redis" },
};

/** PostgreSQL 9.2 has neither slots nor SCRAM, and Redis is not packaged at all. */
export const centos7Databases: DatabasePackages = {
  mysql: {
    flavour: "mysql",
    packages: ["mysql-community-server"],
    unit: "mysqld",
    daemon: "/usr/sbin/mysqld",
    // The package's own file includes no other.
    file: "etc/my.cnf",
    confined: false,
    repository: "https://repo.mysql.com/yum/mysql-8.0-community/el/7",
  },
};
