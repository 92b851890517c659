import { type File, file, type Machine, writeOrderedYaml } from "@groundplan/core-model";
import { shellWord } from "../../formats/shell.ts";
import { header } from "../../kit/header.ts";
import { certificates, configurationFolder, memberUrl } from "./configuration.ts";
import { adminPasswordPath } from "./prepare.ts";
import type { ElasticsearchOnMachines } from "./schema.ts";

const component = "elasticsearch";
const folder = `${configurationFolder}/lifecycle`;
/** Name of the role, the policy and the template within Elasticsearch. */
const name = "groundplan-logs";
/** Name of the policy and the template of indices that are named by the day. */
const dailyName = "groundplan-daily";

/** Above what Elasticsearch brings for `logs-*-*`, which is 100. */
const templatePriority = 500;

/** How long logs live, and what an index looks like: YAML, which Elasticsearch takes as well as JSON and which may say who wrote it. */
export function lifecycleFiles(options: ElasticsearchOnMachines): readonly File[] {
  const { auth, kibana, dailyIndices, indexPatterns, retentionDays, rollover } = options;
  const streams = rollover.kind === "age-or-size";
  return [
    request("policy", policy(retentionDays, rollover)),
    request("template", template(options, name, indexPatterns, streams)),
    ...(dailyIndices === undefined
      ? []
      : [
          request("daily-policy", policy(retentionDays, { kind: "daily" })),
          request("daily-template", template(options, dailyName, dailyIndices.patterns, false)),
        ]),
    request("role", role(options)),
    password("user", auth.secret),
    ...(kibana === undefined ? [] : [password("kibana", kibana.secret)]),
  ];
}

/** @see https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-ilm-put-lifecycle */
function policy(retentionDays: number, rollover: ElasticsearchOnMachines["rollover"]): unknown {
  const hot =
    rollover.kind === "daily"
      ? {}
      : { rollover: { max_age: `${rollover.maxAgeDays}d`, max_primary_shard_size: `${rollover.maxShardGB}gb` } };
  return {
    policy: {
      phases: {
        hot: { min_age: "0ms", actions: { ...hot, set_priority: { priority: 100 } } },
        // Counted from the rollover where there is one: the youngest line of an index is then as old.
        delete: { min_age: `${retentionDays}d`, actions: { delete: {} } },
      },
    },
  };
}

/** @see https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-indices-put-index-template */
function template(
  { primaries, copies }: ElasticsearchOnMachines,
  lifecycle: string,
  patterns: readonly string[],
  streams: boolean,
): unknown {
  return {
    index_patterns: patterns,
    priority: templatePriority,
    ...(streams ? { data_stream: {} } : {}),
    template: {
      settings: {
        "index.lifecycle.name": lifecycle,
        "index.number_of_shards": primaries,
        // Elasticsearch counts the copies beside the first.
        "index.number_of_replicas": copies - 1,
      },
    },
  };
}

/** What the user of the logs may do: read and write them, make their indices, and ask for the version. */
function role({ indexPatterns, dailyIndices }: ElasticsearchOnMachines): unknown {
  const names = [...indexPatterns, ...(dailyIndices?.patterns ?? [])];
  return {
    cluster: ["monitor"],
    indices: [
      {
        names,
        privileges: ["read", "write", "create_index", "auto_configure", "view_index_metadata", "monitor"],
      },
    ],
  };
}

function request(of: string, body: unknown): File {
  const content = writeOrderedYaml(body, header(component));
  return file({ path: `${folder}/${of}.yaml`.slice(1), content, component, effects: applied });
}

const applied = [{ action: "restart", unit: "elasticsearch-lifecycle" }] as const;

function password(of: string, secret: string): File {
  return secretFile(`${configurationFolder}/secrets/${of}`, secret, applied);
}

/** A secret below the line that says whose file it is: whoever reads it leaves that line out. */
export function secretFile(path: string, secret: string, effects: File["effects"]): File {
  const placeholder = `@@secret:${secret}@@`;
  const content = [...header(component).map((line) => `# ${line}`), placeholder, ""].join("\n");
  return file({ path: path.slice(1), content, mode: 0o600, component, effects, secrets: [{ placeholder, secret }] });
}

/** The question of a script to this member, as the superuser. The password is on no command line, where anybody could read it. */
function askLines(machine: Machine, options: ElasticsearchOnMachines): readonly string[] {
  const trust = options.tls ? `--cacert ${certificates.authority} ` : "";
  return [
    "# One line without control characters, with backslashes and quotes as curl and YAML want them.",
    "escaped() {",
    "  local text",
    '  text=$(sed 1d "$1")',
    '  if [[ ! $text =~ ^[[:print:]]{6,}$ ]]; then echo "$1 holds no password of at least six printable ASCII characters" >&2; return 1; fi',
    "  printf '%s' \"$text\" | sed 's/[\\\\\"]/\\\\&/g'",
    "}",
    "",
    "# Path and further arguments of curl.",
    "ask() {",
    `  curl --silent --show-error --fail --noproxy '*' --max-time 60 ${trust}--config <(printf 'user = "elastic:%s"\\n' "$admin") \\`,
    `    "\${@:2}" ${shellWord(memberUrl(machine, options))}"$1"`,
    "}",
    "",
    `admin=$(escaped ${adminPasswordPath})`,
  ];
}

/** Succeeds when every copy of every shard is in its place, so that a member can be taken. */
export function healthScript(machine: Machine, options: ElasticsearchOnMachines): string {
  return script("Whether every copy of every shard is in its place: then a member can be taken.", [
    ...askLines(machine, options),
    "ask '/_cluster/health?wait_for_status=green&timeout=30s' >/dev/null",
  ]);
}

/** Brings what lies in the folder into Elasticsearch. Done again it changes nothing. */
export function lifecycleScript(machine: Machine, options: ElasticsearchOnMachines): string {
  const { user } = options.auth;
  return script(
    "Brings the retention, the shape of indices and the users into Elasticsearch. Done again, it changes nothing.",
    [
      ...askLines(machine, options),
      `user=$(escaped ${configurationFolder}/secrets/user)`,
      ...(options.kibana === undefined ? [] : [`kibana=$(escaped ${configurationFolder}/secrets/kibana)`]),
      "",
      "# Other members may still be on their way.",
      "for _ in {1..30}; do",
      "  if ask '/_cluster/health?wait_for_status=yellow&timeout=9s' >/dev/null 2>&1; then break; fi",
      "  sleep 1",
      "done",
      "",
      "put() {",
      '  ask "$1" --request "$2" --header \'Content-Type: application/yaml\' --data-binary "$3" >/dev/null',
      "}",
      `put /_ilm/policy/${name} PUT @${folder}/policy.yaml`,
      `put /_index_template/${name} PUT @${folder}/template.yaml`,
      ...(options.dailyIndices === undefined
        ? []
        : [
            `put /_ilm/policy/${dailyName} PUT @${folder}/daily-policy.yaml`,
            `put /_index_template/${dailyName} PUT @${folder}/daily-template.yaml`,
          ]),
      `put /_security/role/${name} PUT @${folder}/role.yaml`,
      `printf '{"password": "%s", "roles": ["${name}"]}' "$user" | put /_security/user/${user} PUT @-`,
      ...(options.kibana === undefined
        ? []
        : [`printf '{"password": "%s"}' "$kibana" | put /_security/user/kibana_system/_password POST @-`]),
    ],
  );
}

function script(purpose: string, lines: readonly string[]): string {
  return `${["#!/bin/bash", ...header(component).map((line) => `# ${line}`), `# ${purpose}`, "set -euo pipefail", "", ...lines].join("\n")}\n`;
}
