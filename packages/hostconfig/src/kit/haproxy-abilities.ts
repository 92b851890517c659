import { type OperatingSystem, packagedVersion, type Release } from "@groundplan/core-model";
import { gte } from "semver";

/** What the packaged haproxy of a system can do, by behaviour: its versions are compared here and nowhere else. */
export interface HaproxyAbilities {
  /** Logs to standard output, which systemd keeps in the journal. */
  readonly logToStdout: boolean;
  /** Ends an old worker some time after a reload (`hard-stop-after`). */
  readonly hardStop: boolean;
  /** Hands its listening sockets to the new worker, so that a reload loses no connection (`expose-fd listeners`). */
  readonly passListeners: boolean;
  /** Takes the number of failures after which another server is asked (`option redispatch N`); else it is the last retry. */
  readonly redispatchInterval: boolean;
  /** Sets the pace of TCP keep-alive by itself; else the kernel's counts, two hours. */
  readonly keepaliveTimers: boolean;
}

/**
 * Where the release does not know the package, nothing is assumed.
 * @see https://docs.haproxy.org/ the manuals of 1.5, 1.6, 1.8, 1.9 and 2.3
 */
export function haproxyAbilities(release: Release, os: OperatingSystem): HaproxyAbilities {
  const version = packagedVersion(release, os, "haproxy") ?? "0.0.0";
  return {
    logToStdout: gte(version, "1.9.0"),
    hardStop: gte(version, "1.8.0"),
    passListeners: gte(version, "1.8.0"),
    redispatchInterval: gte(version, "1.6.0"),
    keepaliveTimers: gte(version, "2.3.0"),
  };
}
