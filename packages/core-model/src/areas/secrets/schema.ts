import { z } from "zod";
import { RelativePath } from "../../document/primitives.ts";

/** Where the values behind `{ secret: NAME }` live. The document and every generated file hold names only. */
export const Secrets = z.strictObject({
  kind: z.literal("age").describe("One file, encrypted with age. @see https://age-encryption.org/v1"),
  file: RelativePath.describe("The encrypted file, in the cluster's folder."),
  recipients: z
    .array(z.string().regex(/^age1[a-z0-9]{20,2000}$/, "must be an age recipient, which begins with age1"))
    .describe("Public keys that can read the file. Default none: nobody has written a secret yet."),
});
