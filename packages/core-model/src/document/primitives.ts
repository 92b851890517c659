import { z } from "zod";
import { isCidr, isIpv4 } from "../areas/networks/ipv4.ts";

/** A name by RFC 1123: what Kubernetes accepts as the name of an object or a node, and DNS as one label. */
export const DnsLabel = z
  .string()
  .max(63, "must not be longer than 63 characters")
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "must be a lower-case RFC 1123 label: letters, digits and inner hyphens");

/** A domain name of RFC 1123 labels, lower-case, without a final dot. */
export const DnsName = z
  .string()
  .max(253, "must not be longer than 253 characters")
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
    "must be a lower-case domain name without a final dot",
  );

/** An IPv4 address in dotted decimals. IPv6 is refused for now, with a word of its own. */
export const Ipv4Address = z.string().superRefine((text, context) => {
  if (!isIpv4(text)) context.addIssue(ipv4Issue(text, "an IPv4 address such as 10.0.0.1"));
});

/** An IPv4 network as CIDR, written by its first address: 10.0.0.0/24. */
export const Ipv4Cidr = z.string().superRefine((text, context) => {
  if (!isCidr(text))
    context.addIssue(ipv4Issue(text, "an IPv4 network such as 10.0.0.0/24, written by its first address"));
});

function ipv4Issue(text: string, wanted: string) {
  const message = text.includes(":") ? `is IPv6, which is not supported yet; give ${wanted}` : `must be ${wanted}`;
  return { code: "custom" as const, message };
}

/** A TCP or UDP port, 1-65535. */
export const Port = z.int().min(1).max(65_535);

/** A day, `YYYY-MM-DD`. It must exist in the calendar. */
export const Day = z.iso.date('must be an existing day, written "YYYY-MM-DD"');

/** A version with three numbers by semver.org: "1.4.0". */
export const SemanticVersion = z
  .string()
  .regex(/^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/, 'must be a version with three numbers, such as "1.4.0"');

/** A Kubernetes quantity: "500m", "1Gi". @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
export const Quantity = z
  .string()
  .regex(/^(\d+(\.\d+)?)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/, 'must be a Kubernetes quantity, such as "500m" or "1Gi"');

/** The name of a secret in the secret store: a path of labels. The value never stands in the document. */
export const SecretName = z
  .string()
  .max(200)
  .regex(/^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/, "must be a path such as harbor/oss");

/** Refers to a secret by name. */
export const SecretRef = z.strictObject({
  secret: SecretName.describe(
    "Name of the secret in the store that `spec.secrets` names. Only the name is ever written to a file.",
  ),
});
export type SecretRef = z.output<typeof SecretRef>;

/** Refers to software under `spec.hostServices` by its key. */
export const ServiceRef = z.strictObject({
  service: DnsLabel.describe("Key under `spec.hostServices` of this document."),
});
export type ServiceRef = z.output<typeof ServiceRef>;

/** A label key of Kubernetes: an optional domain, a slash, a name of at most 63 characters. */
export const LabelKey = z
  .string()
  .max(317)
  .regex(
    /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/,
    "must be a Kubernetes label key, such as groundplan.dev/pool",
  );

/** A label value of Kubernetes: empty, or at most 63 characters. */
export const LabelValue = z
  .string()
  .max(63)
  .regex(/^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?$/, "must be a Kubernetes label value");

/** A relative path inside the cluster's folder, without `.` or `..`. */
export const RelativePath = z
  .string()
  .max(200)
  .regex(
    /^(?!.*(^|\/)\.{1,2}(\/|$))[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/,
    "must be a relative path inside the cluster's folder",
  );

/** The name of a Unix account. @see useradd(8) */
export const UserName = z
  .string()
  .max(32)
  .regex(/^[a-z_][a-z0-9_-]*$/, "must be a Unix user name");

/** A time by cron(5), five fields: minute, hour, day of month, month, day of week. */
export const CronSchedule = z
  .string()
  .regex(/^([\d*,/-]+\s+){4}[\d*,/-]+$/, 'must be a cron schedule of five fields, such as "0 2 * * *"');

/** Words of a person, on one line. Control and invisible characters are refused before a schema sees them. */
export const OneLine = z
  .string()
  .trim()
  .min(3)
  .max(300)
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, "must stand on one line");
