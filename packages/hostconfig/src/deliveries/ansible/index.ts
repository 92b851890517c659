import type { Delivery } from "../delivery.ts";
import { ansibleFiles } from "./files.ts";

/** Carries the machine trees over SSH, phase by phase. Needs ansible-core 2.14 or newer, and no collections. */
export const ansible: Delivery = {
  name: "ansible",
  title: "Ansible: inventory and playbooks that carry files to machines over SSH",
  docs: "https://docs.ansible.com/ansible-core/devel/",
  files: ansibleFiles,
};
