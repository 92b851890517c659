import { z } from "zod";
import { DnsLabel } from "../document/primitives.ts";

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 checksum in hexadecimal");

/** A container image. Without a digest the tag is trusted: upstream can move it. */
export const Image = z.strictObject({
  name: DnsLabel.describe("Name within the component: node, cni, controller."),
  repository: z
    .string()
    .regex(/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)+$/, "must be a registry with a path, such as quay.io/calico/node")
    .describe("Registry and path, without tag."),
  tag: z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/, "must be an image tag")
    .describe("Tag."),
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, "must be a digest such as sha256:...")
    .optional()
    .describe("Digest of the manifest list. Default: not known; the tag alone is pinned."),
});
export type Image = z.output<typeof Image>;

/** A file that upstream publishes for each processor architecture. */
export const Binary = z.strictObject({
  name: DnsLabel.describe("Name of the program or archive."),
  url: z.url({ protocol: /^https$/ }).describe("Where upstream publishes it, with `ARCH` for the architecture."),
  sha256: z
    .strictObject({ amd64: Sha256, arm64: Sha256 })
    .optional()
    .describe("Checksums by architecture. Default: not known; the transport alone is trusted."),
});
export type Binary = z.output<typeof Binary>;

/** What a component is made of, as machines and nodes fetch it. */
export const Artifacts = z.strictObject({
  images: z.array(Image).optional().describe("Images that it runs. Default none."),
  binaries: z.array(Binary).optional().describe("Programs and archives that it installs. Default none."),
});
export type Artifacts = z.output<typeof Artifacts>;

/** The reference that pulls exactly this image: with the digest where one is known. */
export function imageReference(image: Image): string {
  const tagged = `${image.repository}:${image.tag}`;
  return image.digest === undefined ? tagged : `${tagged}@${image.digest}`;
}
