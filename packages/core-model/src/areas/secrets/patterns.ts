/** What a text looks like when it opens a door, in words that can be shown instead of it. */
const shapes: readonly (readonly [words: string, shape: RegExp])[] = [
  ["a private key", /-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----/],
  ["an age identity", /AGE-SECRET-KEY-(PQ-)?1[0-9A-Z]{20,}/i],
  ["a GitHub token", /\b(gh[opusr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,})/],
  ["a GitLab token", /\bgl(pat|rt|dt|ptt|soat)-[A-Za-z0-9_-]{20,}/],
  ["an AWS access key", /\b(AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["an Alibaba Cloud access key", /\bLTAI[A-Za-z0-9]{12,}\b/],
  ["a Google API key", /\bAIza[A-Za-z0-9_-]{35}\b/],
  ["a Slack token", /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/],
  ["a signed token (JWT)", /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\./],
  ["a kubeadm token", /^[a-z0-9]{6}\.(?=[a-z]*\d)[a-z0-9]{16}$/],
  ["a password hash", /^\$(1|2[abxy]?|5|6|7|y|gy|argon2(i|d|id)|apr1)\$.{16,}/],
  ["a password inside an address", /:\/\/[^\s/@:]+:[^\s/@]+@/],
];

/** Passwords that software is delivered with, and that everybody tries first. */
const knownPasswords: ReadonlySet<string> = new Set([
  "Admin@123",
  "Harbor12345",
  "P@88w0rd",
  "P@ssw0rd",
  "Passw0rd",
  "changeme",
  "k8s-test",
  "minio123",
  "minioadmin",
  "password123",
  "prom-operator",
  "root123",
]);

/** In words what secret a text looks like; undefined for plain text. The text itself must not be shown then. */
export function secretLikeness(text: string): string | undefined {
  if (knownPasswords.has(text)) return "a known default password";
  return shapes.find(([, shape]) => shape.test(text))?.[0];
}
