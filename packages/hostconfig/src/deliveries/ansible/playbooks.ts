import { type File, file, writeOrderedYaml } from "@groundplan/core-model";
import { phases } from "../../phases.ts";
import { above, ansibleFile, component } from "./ansible-file.ts";
import { phasePlaybook } from "./phase-playbook.ts";
import { preflightPlaybook } from "./preflight.ts";
import { verificationPlaybook } from "./verification.ts";

/** Everything that ansible-playbook is asked to do, in order. */
export function playbooks(): readonly File[] {
  const names = ["preflight", ...phases.map((phase) => phase.name), "verification"];
  const site = names.map((name) => ({
    name: titleOf(name),
    "ansible.builtin.import_playbook": `playbooks/${name}.yaml`,
  }));
  return [
    file({ path: "site.yaml", content: writeOrderedYaml(site, above), component }),
    preflightPlaybook,
    ...phases.map((phase) => ansibleFile(`playbooks/${phase.name}.yaml`, phasePlaybook(phase.name))),
    verificationPlaybook,
  ];
}

function titleOf(name: string): string {
  const phase = phases.find((candidate) => candidate.name === name);
  return (
    phase?.title ?? (name === "preflight" ? "Look before anything is touched" : "See that the cluster does its work")
  );
}
