import type { Given } from "../changed-example.ts";
import type { RuleCases } from "../rule-case.ts";

const testing: Given = { "spec.tier": "testing", "metadata.expires": "2026-11-25" };
const retired = { state: "retired", since: "2026-06-01", why: "2026.9.0 takes its place" } as const;

export const tierCases: RuleCases = {
  "testing-expires": {
    breaks: [
      {
        name: "testing without a day",
        given: { "spec.tier": "testing" },
        finds: [
          'error metadata: the tier is testing, and metadata.expires is missing. Write the day on which it is thrown away: expires: "YYYY-MM-DD"',
        ],
      },
      {
        name: "production with a day",
        given: { "metadata.expires": "2026-11-25" },
        finds: [
          "error metadata.expires: it is thrown away on 2026-11-25, and the tier is production. Remove expires, or use the testing tier",
        ],
      },
    ],
    keeps: [{ name: "testing with a day", given: testing }],
  },
  "testing-slo": {
    breaks: [
      {
        name: "an aim in testing",
        given: { ...testing, "spec.slo": { availabilityPercent: 99.5 } },
        finds: ["warning slo: 99.5 % are aimed at, and the tier is testing. Remove slo, or use the development tier"],
      },
    ],
    keeps: [
      {
        name: "an aim in development",
        given: { "spec.tier": "development", "spec.slo": { availabilityPercent: 99.5 } },
      },
    ],
  },
  "testing-lifetime": {
    breaks: [
      {
        name: "past its day",
        given: testing,
        asOf: "2026-11-27",
        finds: [
          "warning metadata.expires: it was to be thrown away on 2026-11-25; judged on 2026-11-27. Throw it away, or move it to the development tier",
        ],
      },
      {
        name: "eight days ahead",
        given: testing,
        asOf: "2026-11-17",
        finds: [
          "advice metadata.expires: it is thrown away on 2026-11-25, in 8 days; a testing cluster lives 7 at most. Choose an earlier day, or use the development tier",
        ],
      },
    ],
    keeps: [
      { name: "on its day", given: testing, asOf: "2026-11-25" },
      { name: "seven days ahead", given: testing, asOf: "2026-11-18" },
      { name: "across a leap day", given: { ...testing, "metadata.expires": "2028-03-04" }, asOf: "2028-02-26" },
    ],
  },
  "production-release": {
    breaks: [
      {
        name: "a retired release",
        release: { lifecycle: retired },
        finds: [
          "error release: release 2026.11.0 is retired (2026.9.0 takes its place), and the tier is production. Move to an active release",
        ],
      },
    ],
    keeps: [
      { name: "a retired release in staging", given: { "spec.tier": "staging" }, release: { lifecycle: retired } },
      { name: "a release in maintenance", release: { lifecycle: { state: "maintenance", why: "fixes until 2027" } } },
    ],
  },
};
