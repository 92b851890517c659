import { describe, expect, test } from "vitest";
import { secretLikeness } from "./patterns.ts";

// The examples are put together here, so that no scanner of this repository takes them for real ones.
const secrets: readonly (readonly [string, string])[] = [
  ["a known default password", "Harbor12345"],
  ["a known default password", "P@88w0rd"],
  ["a private key", `-----BEGIN RSA ${"PRIVATE KEY"}-----\nMIIE`],
  ["a private key", `-----BEGIN ${"PRIVATE KEY"}-----`],
  ["a private key", `-----BEGIN PGP ${"PRIVATE KEY BLOCK"}-----`],
  ["an age identity", `AGE-SECRET-KEY-${"1QQPQYRPZG9SKSZFE0SYMVUCW0XGL8"}`],
  ["a GitHub token", `${"ghp"}_0123456789abcdefghijABCDEFGHIJ012345`],
  ["a GitHub token", `${"github"}_pat_0123456789abcdefghijABCDEFGHIJ012345`],
  ["a GitLab token", `${"glpat"}-0123456789abcdefghij`],
  ["an AWS access key", `${"AKIA"}IOSFODNN7EXAMPLE`],
  ["an Alibaba Cloud access key", `${"LTAI"}5tExampleKey0123456`],
  ["a Google API key", `${"AIza"}SyA-0123456789_abcdefghijABCDEFGHIJ`],
  ["a Slack token", `${"xoxb"}-0123456789-abcdef`],
  ["a signed token (JWT)", `${"eyJ"}hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x`],
  ["a kubeadm token", "abcdef.0123456789abcdef"],
  ["a password hash", `$6$rounds=5000${"$"}saltsaltsaltsalt`],
  ["a password hash", `$2y$12${"$"}R9h0cIPz0gi.URNNX3kh2O`],
  ["a password inside an address", "https://me:mine@registry.example.com/"],
];

describe("looks like a secret", () => {
  test.each(secrets)("%s: %s", (likeness, text) => {
    expect(secretLikeness(text)).toBe(likeness);
  });
});

describe("is plain text", () => {
  test.each([
    "",
    "Harbor",
    "harbor12345",
    "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
    "-----BEGIN CERTIFICATE-----",
    "mysite.organizationname",
    "https://registry.example.com:5000/v2",
    "http://proxy.example.com:3128",
    "0 */6 * * *",
    "ghp_short",
    "2026.11.0",
    "$HOME",
    "harbor/admin",
  ])("%s", (text) => {
    expect(secretLikeness(text)).toBeUndefined();
  });
});
