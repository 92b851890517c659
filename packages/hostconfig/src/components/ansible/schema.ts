import { DnsLabel } from "@groundplan/core-model";
import { z } from "zod";

/** The machine that Ansible is run from. */
export const AnsibleOptions = z.strictObject({
  group: DnsLabel.describe("Machine group that Ansible is run from; mostly one machine."),
  folder: z
    .string()
    .max(200)
    .regex(/^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/, "must be an absolute path without `.` or `..`")
    .default("/srv/groundplan")
    .describe(
      "Folder of the checkout of your repository. Default /srv/groundplan. Nothing makes it: clone there once.",
    ),
});
export type AnsibleOptions = z.output<typeof AnsibleOptions>;
