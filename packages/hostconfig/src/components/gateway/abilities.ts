import { type OperatingSystem, packagedVersion, type Release } from "@groundplan/core-model";
import { gte } from "semver";

/** What the packaged nginx of a system can do, by behaviour: its versions are compared here and nowhere else. */
export interface NginxAbilities {
  /** HTTP/2 is a directive of its own (`http2 on`); before, a word of `listen`, which later versions warn of. */
  readonly http2Directive: boolean;
  /** Ends a TLS handshake for a domain that it does not serve, without a certificate (`ssl_reject_handshake`). */
  readonly rejectHandshake: boolean;
}

/**
 * Where the release does not know the package, nothing is assumed.
 * @see https://nginx.org/en/CHANGES changes with 1.19.4 and 1.25.1
 */
export function nginxAbilities(release: Release, os: OperatingSystem): NginxAbilities {
  const version = packagedVersion(release, os, "nginx") ?? "0.0.0";
  return { http2Directive: gte(version, "1.25.1"), rejectHandshake: gte(version, "1.19.4") };
}
