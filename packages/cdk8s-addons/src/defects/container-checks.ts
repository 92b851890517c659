import { type Check, type Defect, defect } from "./defect.ts";
import { type Container, containersOf, type Workload, workloadsOf } from "./pods.ts";

/** Names are unique where Kubernetes merges by them, and every container says what it asks for and what it may do. */
export const containersAreWhole: Check = function* (objects) {
  for (const workload of workloadsOf(objects)) {
    const { object, pod } = workload;
    for (const name of repeated(containersOf(pod).map((container) => container.name)))
      yield defect(object, `two containers are named ${name}`);
    for (const container of containersOf(pod)) yield* containerDefects(workload, container);
    for (const { name, resources } of pod.containers ?? []) {
      if (!resources?.requests) yield defect(object, `container ${name} asks for no resources`);
    }
    if (pod.priorityClassName === undefined && object.metadata.namespace === "kube-system")
      yield defect(object, "has no priority in kube-system");
  }
};

function* containerDefects(
  { object }: Workload,
  { name, env = [], ports = [], securityContext, ...probes }: Container,
): Iterable<Defect> {
  for (const variable of repeated(env.map((entry) => entry.name)))
    yield defect(object, `container ${name} sets ${variable} twice`);
  if (!securityContext) yield defect(object, `container ${name} does not say what it may do`);
  const named = new Set(ports.map((port) => port.name));
  for (const probe of ["livenessProbe", "readinessProbe", "startupProbe"]) {
    const port = (probes[probe] as { httpGet?: { port?: unknown } } | undefined)?.httpGet?.port;
    if (typeof port === "string" && !named.has(port))
      yield defect(object, `${probe} of ${name} asks port ${port}, which it does not have`);
  }
}

function repeated(names: readonly (string | undefined)[]): ReadonlySet<string | undefined> {
  return new Set(names.filter((name, position) => names.indexOf(name) !== position));
}
