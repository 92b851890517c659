import {
  type Cluster,
  type File,
  file,
  type Machine,
  machinesIn,
  pinnedVersion,
  writeOrderedYaml,
} from "@groundplan/core-model";
import { writeSysctl } from "../../formats/sysctl.ts";
import { writeWordLines } from "../../formats/word-lines.ts";
import { diskMountFiles } from "../../kit/disk-mount.ts";
import { header } from "../../kit/header.ts";
import { type PackageRepository, repositoryFiles } from "../../kit/package-repository.ts";
import {
  configurationFolder,
  dataDisk,
  dataFolder,
  elasticsearchConfiguration,
  elasticsearchMajor,
  heapMiB,
  transportPort,
} from "./configuration.ts";
import { healthScript, lifecycleFiles, lifecycleScript, secretFile } from "./lifecycle.ts";
import { adminPasswordPath, authorityPath, prepareScript } from "./prepare.ts";
import type { ElasticsearchOnMachines, ElasticsearchOptions } from "./schema.ts";
import { dropIn, lifecycleUnit, prepareTimer, prepareUnit } from "./units.ts";

const component = "elasticsearch";
const restart = [{ action: "restart", unit: component }] as const;
const unnoticed = [{ action: "none" }] as const;

export function elasticsearchFiles(cluster: Cluster, machine: Machine, options: ElasticsearchOptions): readonly File[] {
  if (options.kind === "external") return [];
  const members = machinesIn(cluster, options.group);
  const disk = dataDisk(machine);
  return [
    ...repositoryFiles(component, machine, repository(cluster, options)),
    file({
      path: `${configurationFolder}/elasticsearch.yml`.slice(1),
      content: writeOrderedYaml(elasticsearchConfiguration(cluster, machine, options), header(component)),
      mode: 0o640,
      owner: "root:elasticsearch",
      component,
      effects: restart,
    }),
    otherMembers(machine, members),
    heap(machine, options),
    kernel(cluster),
    secretFile(adminPasswordPath, options.admin.secret, restart),
    secretFile(authorityPath, options.authority.secret, restart),
    executable("elasticsearch-prepare", prepareScript(component, machine, members), unnoticed),
    executable("elasticsearch-healthy", healthScript(machine, options), unnoticed),
    dropIn(),
    prepareUnit(),
    prepareTimer(),
    ...(disk === undefined ? [] : diskMountFiles({ component, disk, folder: dataFolder })),
    ...(carriesLifecycle(cluster, machine, options) ? lifecycle(machine, options) : []),
  ];
}

/** One member brings the retention and the users into the cluster: they are the same for all. */
export function carriesLifecycle(cluster: Cluster, machine: Machine, { group }: ElasticsearchOnMachines): boolean {
  return machinesIn(cluster, group)[0]?.name === machine.name;
}

function lifecycle(machine: Machine, options: ElasticsearchOnMachines): readonly File[] {
  const effects = [{ action: "restart", unit: "elasticsearch-lifecycle" }] as const;
  return [
    ...lifecycleFiles(options),
    executable("elasticsearch-lifecycle", lifecycleScript(machine, options), effects),
    lifecycleUnit(),
  ];
}

export function repository(cluster: Cluster, { packages }: ElasticsearchOnMachines): PackageRepository {
  const line = `${packages.url}/packages/${elasticsearchMajor(cluster)}.x`;
  const keyUrl = `${packages.url}/GPG-KEY-elasticsearch`;
  return {
    name: component,
    title: "Elasticsearch",
    apt: { url: `${line}/apt`, suite: "stable", components: ["main"], keyUrl, revisions: false },
    dnf: { url: `${line}/yum`, keyUrl },
    ...(packages.key === undefined ? {} : { key: packages.key }),
    pinned: { packages: [component], version: pinnedVersion(cluster.release, component) },
    following: [],
  };
}

/** Read anew while Elasticsearch runs, so that a member can join without a restart of the others. */
function otherMembers({ name }: Machine, members: readonly Machine[]): File {
  const others = members.filter((member) => member.name !== name);
  return file({
    path: `${configurationFolder}/unicast_hosts.txt`.slice(1),
    content: writeWordLines(
      header(component),
      others.map(({ address }) => [`${address}:${transportPort}`]),
    ),
    mode: 0o640,
    owner: "root:elasticsearch",
    component,
    effects: unnoticed,
  });
}

function heap(machine: Machine, options: ElasticsearchOnMachines): File {
  const size = `${heapMiB(machine, options)}m`;
  return file({
    path: `${configurationFolder}/jvm.options.d/heap.options`.slice(1),
    content: writeWordLines(header(component), [[`-Xms${size}`], [`-Xmx${size}`]]),
    component,
    effects: restart,
  });
}

/** @see https://www.elastic.co/docs/deploy-manage/deploy/self-managed/vm-max-map-count */
function kernel(cluster: Cluster): File {
  const mappings = elasticsearchMajor(cluster) < 9 ? 262_144 : 1_048_576;
  return file({
    path: "etc/sysctl.d/60-elasticsearch.conf",
    content: writeSysctl(header(component), [
      "Elasticsearch does not start with less.",
      ["vm.max_map_count", mappings],
      "A member that is gone without a word is noticed after some six seconds, not after a quarter of an hour.",
      ["net.ipv4.tcp_retries2", 5],
    ]),
    component,
    effects: [{ action: "apply-sysctl" }],
  });
}

function executable(name: string, content: string, effects: File["effects"]): File {
  return file({ path: `usr/local/sbin/${name}`, content, mode: 0o755, component, effects });
}
