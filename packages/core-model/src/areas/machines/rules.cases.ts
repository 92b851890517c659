import { builtinReleases } from "../../releases/builtin-releases.ts";
import type { RuleCases } from "../rule-case.ts";

const workers = "spec.machines.workers";
const range = { name: "worker-", first: 1, last: 3, firstAddress: "10.0.0.31" };
const data = { name: "data", sizeGB: 500, device: "/dev/sdb" };
const system = { name: "system", sizeGB: 100, kind: "ssd" };

// Release 2026.11.0 as somebody might keep it who still has an older system.
const [oldSystem] = (builtinReleases.at(-1)?.operatingSystems ?? []).filter((os) => os.version === "22.04");
const olderSystems = oldSystem ? { operatingSystems: [{ ...oldSystem, version: "20.04" }] } : {};

export const machineCases: RuleCases = {
  "host-name-twice": {
    breaks: [
      {
        name: "a range that begins like another's",
        given: { [`${workers}.ranges`]: [{ ...range, name: "master-", last: 3 }] },
        finds: [
          "error machines.workers.ranges[0]: master-1 of group workers is also a machine of group masters; 2 more likewise. Give every machine a name of its own",
        ],
      },
      {
        name: "a host of the same name",
        given: { [`${workers}.hosts`]: { "lb-2": { address: "10.0.0.77" } } },
        finds: [
          "error machines.workers.hosts.lb-2: lb-2 of group workers is also a machine of group lb. Give every machine a name of its own",
        ],
      },
    ],
    keeps: [
      {
        name: "the same beginning, and other numbers",
        given: { [`${workers}.ranges`]: [{ ...range, name: "master-", first: 4, last: 6 }] },
      },
    ],
  },
  "machine-zone-unknown": {
    breaks: [
      {
        name: "a zone that is not listed",
        given: { "spec.site.zones": ["a", "b", "c"], [`${workers}.ranges.0.zone`]: "d" },
        finds: [
          "error machines.workers.ranges[0].zone: worker-1 is in zone d, and the site's zones are a, b, c. Use one of them, or add it to site.zones",
        ],
      },
    ],
    keeps: [
      {
        name: "a zone that is listed",
        given: { "spec.site.zones": ["a", "b", "c"], [`${workers}.ranges.0.zone`]: "c" },
      },
      { name: "zones that only hosts speak of", given: { [`${workers}.ranges.0.zone`]: "d" } },
    ],
  },
  "range-empty": {
    breaks: [
      {
        name: "the last before the first",
        given: { [`${workers}.ranges.1`]: { ...range, first: 9, last: 8 } },
        finds: ["error machines.workers.ranges[1]: first 9 is past last 8. Correct the numbers, or remove the range"],
      },
      {
        name: "every number skipped",
        given: { [`${workers}.ranges.1`]: { ...range, first: 8, last: 9, skip: [9, 8, 9] } },
        finds: [
          "error machines.workers.ranges[1]: all of 8 to 9 are skipped. Correct the numbers, or remove the range",
        ],
      },
    ],
    keeps: [{ name: "one number left", given: { [`${workers}.ranges.0.skip`]: [1, 3, 3] } }],
  },
  "range-skip-outside": {
    breaks: [
      {
        name: "a number past the last",
        given: { [`${workers}.ranges.0.skip`]: [2, 4] },
        finds: [
          "warning machines.workers.ranges[0].skip[1]: 4 is not between first 1 and last 3. Correct the number, or remove it",
        ],
      },
    ],
    keeps: [{ name: "numbers of the range", given: { [`${workers}.ranges.0.skip`]: [1, 3] } }],
  },
  "range-address-overflow": {
    breaks: [
      {
        name: "past the end of all addresses",
        given: { [`${workers}.ranges.0.firstAddress`]: "255.255.255.254" },
        finds: [
          "error machines.workers.ranges[0].firstAddress: 3 addresses from 255.255.255.254 run past 255.255.255.255. Begin lower, in the group's network",
        ],
      },
    ],
    keeps: [
      { name: "up to the end of all addresses", given: { [`${workers}.ranges.0.firstAddress`]: "255.255.255.253" } },
    ],
  },
  "disk-device-missing": {
    breaks: [
      {
        name: "a second disk without a device",
        given: { [`${workers}.disks`]: [system, { name: "data", sizeGB: 500 }] },
        finds: [
          "error machines.workers.disks[1]: disk data has no device. Write the device as the machine knows it, such as device: /dev/sdb",
        ],
      },
    ],
    keeps: [{ name: "a second disk with a device", given: { [`${workers}.disks`]: [system, data] } }],
  },
  "disk-system-missing": {
    breaks: [
      {
        name: "only a data disk",
        given: { [`${workers}.disks`]: [data] },
        finds: [
          "warning machines.workers.disks: no disk of workers is the system's. Name the disk that the machines boot from system, or give it use: system",
        ],
      },
    ],
    keeps: [
      {
        name: "a system disk of another name",
        given: { [`${workers}.disks`]: [{ ...data, name: "boot", use: "system" }] },
      },
    ],
  },
  "disk-name-twice": {
    breaks: [
      {
        name: "two disks called data",
        given: { [`${workers}.disks`]: [system, data, { ...data, device: "/dev/sdc" }] },
        finds: [
          "error machines.workers.disks[2].name: disk data of workers has the name data, as disk data has. Give each disk its own name",
        ],
      },
    ],
    keeps: [
      {
        name: "disks called data-1 and data-2",
        given: {
          [`${workers}.disks`]: [system, { ...data, name: "data-1" }, { ...data, name: "data-2", device: "/dev/sdc" }],
        },
      },
    ],
  },
  "disk-device-twice": {
    breaks: [
      {
        name: "two disks on one device",
        given: { [`${workers}.disks`]: [system, data, { ...data, name: "more" }] },
        finds: [
          "error machines.workers.disks[2].device: disk more of workers has the device /dev/sdb, as disk data has. Give each disk its own device",
        ],
      },
    ],
    keeps: [
      {
        name: "the same device in two groups",
        given: { [`${workers}.disks`]: [system, data], "spec.machines.lb.disks": [system, data] },
      },
    ],
  },
  "disk-use-twice": {
    breaks: [
      {
        name: "two disks for containers",
        given: {
          [`${workers}.disks`]: [
            system,
            { ...data, use: "containers" },
            { ...data, name: "more", device: "/dev/sdc", use: "containers" },
          ],
        },
        finds: [
          "error machines.workers.disks[2].use: disk more of workers has use: containers, as disk data has. Give each disk its own use",
        ],
      },
    ],
    keeps: [
      {
        name: "two raw disks for Ceph",
        given: {
          [`${workers}.disks`]: [
            system,
            { ...data, use: "raw" },
            { ...data, name: "more", device: "/dev/sdc", use: "raw" },
          ],
        },
      },
    ],
  },
  "nodes-one-system": {
    breaks: [
      {
        name: "workers on another version",
        given: { [`${workers}.os`]: { distribution: "debian", version: "13" } },
        finds: [
          "advice machines.workers.os: nodes of workers run debian 13, and those of masters run debian 12. Run one system in one version on all nodes",
        ],
      },
    ],
    keeps: [
      {
        name: "balancers on another system",
        given: { "spec.machines.lb.os": { distribution: "rocky", version: "9" } },
      },
    ],
  },
  "system-older-than-design": {
    breaks: [
      {
        name: "Ubuntu 20.04",
        given: { "spec.os": { distribution: "ubuntu", version: "20.04" } },
        release: olderSystems,
        finds: [
          "warning os: lb, masters and workers run ubuntu 20.04, which is older than ubuntu 22.04. Use ubuntu 22.04 or newer",
        ],
      },
      {
        name: "balancers on Rocky Linux 8",
        given: { "spec.machines.lb.os": { distribution: "rocky", version: "8" } },
        finds: ["warning machines.lb.os: lb run rocky 8, which is older than rocky 9. Use rocky 9 or newer"],
      },
    ],
    keeps: [
      { name: "Ubuntu 22.04", given: { "spec.os": { distribution: "ubuntu", version: "22.04" } } },
      { name: "Rocky Linux 9", given: { "spec.os": { distribution: "rocky", version: "9" } } },
      {
        name: "Debian, of which the design does not speak",
        given: { "spec.os": { distribution: "debian", version: "13" } },
      },
    ],
  },
};
