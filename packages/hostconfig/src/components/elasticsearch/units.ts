import { type File, file } from "@groundplan/core-model";
import { writeUnit } from "../../formats/systemd-unit.ts";
import { header } from "../../kit/header.ts";
import { dataFolder } from "./configuration.ts";
import { firstStartPath } from "./prepare.ts";

const component = "elasticsearch";

/** What the packaged unit does not say: memory that stays, patience, what comes before, and the argument of a first start. */
export function dropIn(): File {
  const content = writeUnit(header(component), [
    {
      name: "Unit",
      lines: [
        ["Requires", "elasticsearch-prepare.service"],
        ["After", "elasticsearch-prepare.service"],
        ["RequiresMountsFor", dataFolder],
      ],
    },
    {
      name: "Service",
      lines: [
        ["LimitMEMLOCK", "infinity"],
        "A member with much data takes its time; systemd before 238 cannot be asked for more while it does.",
        ["TimeoutStartSec", 900],
        ["Restart", "on-failure"],
        ["RestartSec", 10],
        "Holds who may found the cluster, where no other member was found, and is not there else. The variable is then no word at all.",
        ["EnvironmentFile", `-${firstStartPath}`],
        ["ExecStart", ""],
        [
          "ExecStart",
          // biome-ignore lint/suspicious/noTemplateCurlyInString: systemd's own
          "/usr/share/elasticsearch/bin/elasticsearch -p ${PID_DIR}/elasticsearch.pid --quiet $ELASTICSEARCH_FIRST_START",
        ],
      ],
    },
  ]);
  const effects = [{ action: "daemon-reload" }, { action: "restart", unit: component }] as const;
  return file({ path: "etc/systemd/system/elasticsearch.service.d/groundplan.conf", content, component, effects });
}

/** Elasticsearch requires it, and it does not remain: so it runs before every start. */
export function prepareUnit(): File {
  const content = writeUnit(header(component), [
    {
      name: "Unit",
      lines: [
        ["Description", "Folder, certificate and keystore of Elasticsearch"],
        ["Wants", "network-online.target"],
        ["After", "network-online.target"],
        ["RequiresMountsFor", dataFolder],
      ],
    },
    {
      name: "Service",
      lines: [
        ["Type", "oneshot"],
        ["ExecStart", ["/usr/local/sbin/elasticsearch-prepare"]],
      ],
    },
  ]);
  return unit("elasticsearch-prepare.service", content, [{ action: "daemon-reload" }]);
}

/** A member may run for longer than its certificate is good. */
export function prepareTimer(): File {
  const content = writeUnit(header(component), [
    { name: "Unit", lines: [["Description", "Monthly look at the certificate of Elasticsearch"]] },
    {
      name: "Timer",
      lines: [
        ["OnCalendar", "monthly"],
        ["RandomizedDelaySec", "12h"],
        ["Persistent", "true"],
      ],
    },
    { name: "Install", lines: [["WantedBy", "timers.target"]] },
  ]);
  const timer = "elasticsearch-prepare.timer";
  return unit(timer, content, [{ action: "daemon-reload" }, { action: "restart", unit: timer }]);
}

/** After every boot and every change: what is there already stays as it is. */
export function lifecycleUnit(): File {
  const content = writeUnit(header(component), [
    {
      name: "Unit",
      lines: [
        ["Description", "Retention, shape of indices and users of Elasticsearch"],
        ["Wants", "elasticsearch.service"],
        ["After", "elasticsearch.service"],
      ],
    },
    {
      name: "Service",
      lines: [
        ["Type", "oneshot"],
        ["RemainAfterExit", "yes"],
        ["ExecStart", ["/usr/local/sbin/elasticsearch-lifecycle"]],
      ],
    },
    { name: "Install", lines: [["WantedBy", "multi-user.target"]] },
  ]);
  return unit("elasticsearch-lifecycle.service", content, [
    { action: "daemon-reload" },
    { action: "restart", unit: "elasticsearch-lifecycle" },
  ]);
}

function unit(name: string, content: string, effects: File["effects"]): File {
  return file({ path: `etc/systemd/system/${name}`, content, component, effects });
}
