import type { Machine } from "../areas/machines/machine.ts";
import { compareText, type Path, type Problem } from "../problem.ts";
import type { ClusterSpec } from "./cluster-document.ts";
import { nearestOf } from "./schema-problems.ts";
import { valuesIn } from "./walk.ts";

/**
 * Names of a document that lead nowhere: networks, machine groups (`group:` places, wherever it stands) and host services
 * (`{ service: X }`). Facts follow these names, so they are refused before any rule is asked, and nobody can waive them.
 * @param machines the machines that the groups give; a group whose ranges leave every number out gives none
 */
export function danglingReferences(spec: ClusterSpec, machines: readonly Machine[]): Problem[] {
  const groups = Object.keys(spec.machines);
  const peopled = new Set(machines.map((machine) => machine.group));
  const problems: Problem[] = [];
  for (const [name, group] of Object.entries(spec.machines)) {
    if (Object.hasOwn(spec.networks, group.network)) continue;
    const path = ["spec", "machines", name, "network"];
    problems.push(unknownName("network", path, group.network, Object.keys(spec.networks)));
  }
  for (const { path, value } of valuesIn(spec, ["spec"])) {
    if (path.at(-1) === "group" && typeof value === "string") {
      if (!groups.includes(value)) problems.push(unknownName("group", path, value, groups));
      else if (!peopled.has(value)) problems.push(emptyGroup(path, value));
    }
    if (isServiceRef(value) && !Object.hasOwn(spec.hostServices, value.service)) {
      problems.push(unknownName("service", [...path, "service"], value.service, Object.keys(spec.hostServices)));
    }
  }
  return problems;
}

function isServiceRef(value: unknown): value is { readonly service: string } {
  if (typeof value !== "object" || value === null) return false;
  const [entry, ...others] = Object.entries(value);
  return others.length === 0 && entry?.[0] === "service" && typeof entry[1] === "string";
}

function emptyGroup(path: Path, name: string): Problem {
  return {
    code: "group-empty",
    severity: "error",
    path,
    value: name,
    message: `group ${name} has no machines`,
    remedy: `Give machines.${name} a host, or a range that leaves a number`,
  };
}

/** A name that stands for something elsewhere, and does not: with the nearest one that would, or all of them. */
export function unknownName(what: string, path: Path, name: string, known: readonly string[]): Problem {
  const nearest = nearestOf(name, known);
  const all = [...known].sort(compareText).join(", ") || "none";
  return {
    code: `${what.replaceAll(" ", "-")}-unknown`,
    severity: "error",
    path,
    value: name,
    message: `unknown ${what} ${name}`,
    remedy: nearest ? `Did you mean ${nearest}?` : `Known: ${all}`,
  };
}
