import { DnsLabel } from "@groundplan/core-model";
import { z } from "zod";

const SettingName = z
  .string()
  .max(120)
  .regex(/^[a-z][a-z0-9_]*(\.[A-Za-z0-9_/-]+)+$/, "must be a kernel setting such as vm.max_map_count");

// No path and no pipe: settings that name a program for the kernel to start are not for this place.
const SettingValue = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?[A-Za-z0-9][A-Za-z0-9 ._,:+-]{0,199}$/, 'must be a number or plain words, such as "10240 65535"'),
]);

const ModuleName = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be the name of a kernel module such as dm_thin_pool");

const settings = {
  sysctl: z
    .record(SettingName, SettingValue)
    .default({})
    .describe(
      "Kernel settings beside those that the plan brings, name -> value. They win over the plan's own, except where Kubernetes would break: a rule says so. Default none. @see sysctl.d(5)",
    ),
  modules: z
    .array(ModuleName)
    .default([])
    .describe(
      "Kernel modules that are loaded at every start, beside those that the plan brings. Default none. @see modules-load.d(5)",
    ),
};

/** Finer settings of every machine's system. */
export const MachineBaseOptions = z
  .strictObject({
    ...settings,
    groups: z
      .record(DnsLabel, z.strictObject(settings))
      .default({})
      .describe(
        "The same for single machine groups, by name; there they win over those for all machines. Default none.",
      ),
  })
  .describe("The system of every machine. It comes by itself.");
export type MachineBaseOptions = z.output<typeof MachineBaseOptions>;
