import { card } from "../changed-example.ts";
import type { RuleCases } from "../rule-case.ts";

const harbor = card({ name: "harbor", impliedBy: (spec) => "harbor" in spec.hostServices });
const password = "spec.hostServices.harbor.password";
const credentials = "spec.hostServices.harbor.credentials";
const recipients = "spec.secrets.recipients";

// Put together here, so that no scanner of this repository takes an example for a secret.
const token = ["ghp", "0123456789abcdefghijABCDEFGHIJ012345"].join("_");
const key = ["-----BEGIN OPENSSH", "PRIVATE KEY-----"].join(" ");

export const secretCases: RuleCases = {
  "secret-in-document": {
    breaks: [
      {
        name: "the password that Harbor is delivered with",
        cards: [harbor],
        given: { [password]: "Harbor12345" },
        finds: [
          "error hostServices.harbor.password: the value looks like a known default password. Put it into the secret store, and write { secret: NAME } here; if it was real, make a new one",
        ],
      },
      {
        name: "a token in a waiver",
        given: { "spec.waivers": [{ rule: "etcd-backup", reason: `use ${token}`, until: "2026-12-31" }] },
        finds: [
          "error waivers[0].reason: the value looks like a GitHub token. Put it into the secret store, and write { secret: NAME } here; if it was real, make a new one",
        ],
      },
      {
        name: "a private key in a list",
        cards: [harbor],
        given: { "spec.hostServices.harbor.keys": ["public", key] },
        finds: [
          "error hostServices.harbor.keys[1]: the value looks like a private key. Put it into the secret store, and write { secret: NAME } here; if it was real, make a new one",
        ],
      },
      {
        name: "a password inside an address",
        cards: [harbor],
        given: { "spec.hostServices.harbor.url": "https://me:my-own@example.com/" },
        finds: [
          "error hostServices.harbor.url: the value looks like a password inside an address. Put it into the secret store, and write { secret: NAME } here; if it was real, make a new one",
        ],
      },
    ],
    keeps: [
      { name: "the name of a secret", cards: [harbor], given: { [credentials]: { secret: "harbor/admin" } } },
      { name: "a word that is only near a default password", cards: [harbor], given: { [password]: "Harbor" } },
    ],
  },
  "secret-recipients": {
    breaks: [
      {
        name: "a secret that nobody can read",
        cards: [harbor],
        given: { [credentials]: { secret: "harbor/admin" } },
        finds: [
          "warning secrets.recipients: the document refers to secrets (harbor/admin), and nobody is a recipient. Add the public key of whoever may read them, as age-keygen prints it",
        ],
      },
    ],
    keeps: [
      { name: "no recipients and no secrets" },
      {
        name: "a secret and a recipient",
        cards: [harbor],
        given: {
          [credentials]: { secret: "harbor/admin" },
          [recipients]: ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"],
        },
      },
    ],
  },
};
