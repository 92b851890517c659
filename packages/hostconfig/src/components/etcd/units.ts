import { type File, file } from "@groundplan/core-model";
import { type UnitLine, writeUnit } from "../../formats/systemd-unit.ts";
import { writeWordLines } from "../../formats/word-lines.ts";
import { type EtcdArchive, etcdProgramFolder, etcdUnpackSteps } from "../../kit/etcd-archive.ts";
import { etcdPki } from "../../kit/etcd-pki.ts";
import { header } from "../../kit/header.ts";
import { dataFolder } from "./configuration.ts";

const component = "etcd";
const install = "etcd-install";

/** Has the programs of the pinned version in place, and the folder of the database as etcd wants it. Done again at every start. */
export function installUnit(archive: EtcdArchive): File {
  const lines: UnitLine[] = [
    ["Type", "oneshot"],
    ["RemainAfterExit", "yes"],
    // Whoever carries the certificates has made the account already; CentOS 7 does not have this program.
    ["ExecStart", ["-/usr/bin/systemd-sysusers", "/etc/sysusers.d/etcd.conf"]],
    ["ExecStart", ["/usr/bin/install", "--directory", "--mode=0700", "--owner=etcd", "--group=etcd", dataFolder]],
  ];
  lines.push(...etcdUnpackSteps(component, archive, ["etcd", "etcdctl", "etcdutl"]));
  const content = writeUnit(header(component), [
    {
      name: "Unit",
      lines: [
        ["Description", `Programs of etcd ${archive.version}`],
        ["RequiresMountsFor", dataFolder],
      ],
    },
    { name: "Service", lines },
    installed,
  ]);
  // etcd requires it, so systemd restarts etcd along with it.
  const effects = [{ action: "daemon-reload" }, { action: "restart", unit: install }] as const;
  return file({ path: `etc/systemd/system/${install}.service`, content, component, effects });
}

const installed = { name: "Install", lines: [["WantedBy", "multi-user.target"]] } as const;

/** The account that etcd runs as. @see sysusers.d(5) */
export function account(): File {
  const content = writeWordLines(header(component), [["u", "etcd", "-", "-", dataFolder]]);
  return file({ path: "etc/sysusers.d/etcd.conf", content, component, effects: [{ action: "none" }] });
}

export function etcdUnit(): File {
  const content = writeUnit(header(component), [
    {
      name: "Unit",
      lines: [
        ["Description", "etcd, the database of Kubernetes"],
        ["Documentation", "https://etcd.io/docs/"],
        ["Wants", "network-online.target"],
        ["Requires", `${install}.service`],
        ["After", `network-online.target ${install}.service`],
        ["RequiresMountsFor", dataFolder],
        "Certificates are minted on the machine. Until then there is nothing to start.",
        ["ConditionPathExists", etcdPki.member.certificate],
      ],
    },
    {
      name: "Service",
      lines: [
        ["Type", "notify"],
        ["User", "etcd"],
        ["ExecStart", [`${etcdProgramFolder}/etcd`, "--config-file=/etc/etcd/etcd.yaml"]],
        ["Restart", "always"],
        ["RestartSec", 5],
        ["LimitNOFILE", 65_536],
        ["NoNewPrivileges", "yes"],
        ["PrivateTmp", "yes"],
        ["ProtectHome", "yes"],
        ["ProtectSystem", "full"],
      ],
    },
    installed,
  ]);
  const effects = [{ action: "daemon-reload" }, { action: "restart", unit: "etcd" }] as const;
  return file({ path: "etc/systemd/system/etcd.service", content, component, effects });
}
