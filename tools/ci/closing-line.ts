/** What we read of the JSON report of the test runner. */
export interface TestReport {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** The plain closing line of a test run. A file that failed before its first test counts as one failure. */
export function closingLine(report: TestReport): string {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of report.testResults) {
    for (const test of file.assertionResults) {
      if (test.status === "passed") counts.passed++;
      else if (test.status === "failed") counts.failed++;
      else counts.skipped++;
    }
    const testsFailed = file.assertionResults.some((test) => test.status === "failed");
    if (file.status === "failed" && !testsFailed) counts.failed++;
  }
  return `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
}
