import { valuesIn } from "../../document/walk.ts";
import type { Rule } from "../../rule.ts";
import { secretLikeness } from "./patterns.ts";

const inDocument: Rule = {
  id: "secret-in-document",
  why: "The document is in Git, where what was written once can be read by everyone for good.",
  severity: "error",
  reference: "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
  *check(cluster) {
    const document = { metadata: cluster.metadata, spec: cluster.spec };
    for (const { path, value } of valuesIn(document)) {
      const likeness = typeof value === "string" ? secretLikeness(value) : undefined;
      // The value is not shown: findings end up in logs and pull requests.
      if (likeness === undefined) continue;
      yield {
        path,
        message: `the value looks like ${likeness}`,
        remedy: "Put it into the secret store, and write { secret: NAME } here; if it was real, make a new one",
      };
    }
  },
};

const recipients: Rule = {
  id: "secret-recipients",
  why: "Secrets are encrypted for their recipients: with none, nobody can write one, and the run cannot read any.",
  severity: "warning",
  reference: "https://age-encryption.org/v1",
  *check(cluster) {
    if (cluster.spec.secrets.recipients.length > 0) return;
    const names = [...valuesIn(cluster.spec)].flatMap(({ value }) => (isSecretRef(value) ? [value.secret] : []));
    const [first] = [...new Set(names)].sort();
    if (first === undefined) return;
    yield {
      path: ["spec", "secrets", "recipients"],
      message: `the document refers to secrets (${first}), and nobody is a recipient`,
      remedy: "Add the public key of whoever may read them, as age-keygen prints it",
    };
  },
};

function isSecretRef(value: unknown): value is { readonly secret: string } {
  return typeof value === "object" && value !== null && "secret" in value && typeof value.secret === "string";
}

export const secretRules: readonly Rule[] = [inDocument, recipients];
