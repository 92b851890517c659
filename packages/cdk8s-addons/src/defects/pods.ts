import type { KubernetesObject } from "../manifests.ts";

/** As much of a pod as the checks look at. Everything may be missing: the object was written by anybody. */
export interface Container {
  readonly name?: string;
  readonly image?: string;
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly envFrom?: readonly { readonly configMapRef?: Reference; readonly secretRef?: Reference }[];
  readonly ports?: readonly {
    readonly name?: string;
    readonly containerPort?: number;
    readonly hostPort?: number;
    readonly protocol?: string;
  }[];
  readonly volumeMounts?: readonly { readonly name?: string; readonly mountPath?: string }[];
  readonly resources?: { readonly requests?: Readonly<Record<string, unknown>> };
  readonly securityContext?: object;
  readonly [field: string]: unknown;
}

export interface Reference {
  readonly name?: string;
  readonly optional?: boolean;
}

export interface EnvVar {
  readonly name?: string;
  readonly value?: string;
  readonly valueFrom?: { readonly configMapKeyRef?: KeyReference; readonly secretKeyRef?: KeyReference };
}

export interface KeyReference extends Reference {
  readonly key?: string;
}

export interface Volume {
  readonly name?: string;
  readonly configMap?: Reference;
  readonly secret?: { readonly secretName?: string; readonly optional?: boolean };
}

export interface PodSpec {
  readonly hostNetwork?: boolean;
  readonly serviceAccountName?: string;
  readonly priorityClassName?: string;
  readonly initContainers?: readonly Container[];
  readonly containers?: readonly Container[];
  readonly volumes?: readonly Volume[];
}

/** A pod template with the object that holds it. */
export interface Workload {
  readonly object: KubernetesObject;
  readonly namespace: string | undefined;
  readonly matchLabels: Labels | undefined;
  readonly labels: Labels;
  readonly pod: PodSpec;
}

export type Labels = Readonly<Record<string, string>>;

interface TemplateHolder {
  readonly selector?: { readonly matchLabels?: Labels };
  readonly template?: { readonly metadata?: { readonly labels?: Labels }; readonly spec?: PodSpec };
  readonly jobTemplate?: { readonly spec?: TemplateHolder };
}

/** Every pod template among the objects: of deployments, daemon sets, stateful sets, jobs and cron jobs. */
export function workloadsOf(objects: readonly KubernetesObject[]): readonly Workload[] {
  return objects.flatMap((object) => {
    const spec = object.spec as TemplateHolder | undefined;
    const holder = spec?.jobTemplate?.spec ?? spec;
    if (!holder?.template?.spec) return [];
    const { selector, template } = holder;
    return [
      {
        object,
        namespace: object.metadata.namespace,
        matchLabels: selector?.matchLabels,
        labels: template.metadata?.labels ?? {},
        pod: template.spec ?? {},
      },
    ];
  });
}

export function containersOf(pod: PodSpec): readonly Container[] {
  return [...(pod.initContainers ?? []), ...(pod.containers ?? [])];
}

/** Whether a selector picks pods with these labels. An empty selector picks none here: it is a mistake in a manifest. */
export function selects(selector: Labels | undefined, labels: Labels): boolean {
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}
