import { defineConfig } from "vitest/config";

// Tests run on the sources of every package, so that they need no build.
const conditions = ["@groundplan/source"];

export default defineConfig({
  resolve: { conditions: [...conditions, "module", "node", "development|production"] },
  ssr: {
    resolve: {
      conditions: [...conditions, "module", "node", "development|production"],
      externalConditions: conditions,
    },
  },
  test: {
    environment: "node",
    setupFiles: process.env.CI ? ["tools/ci/fixed-seed.ts"] : [],
    // Some tests start a real program (haproxy, etcd, ansible) and wait for its verdict.
    testTimeout: 30_000,
    include: ["packages/**/src/**/*.test.ts", "apps/**/src/**/*.test.ts", "tools/**/*.test.ts"],
  },
});
