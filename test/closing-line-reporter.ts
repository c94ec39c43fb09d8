import type { Reporter, TestModule } from "vitest/node";

/**
 * Ends a run with `N passed, N failed, N skipped`, alone on the last line. A file that does not load and an error
 * outside of any test count as one failure each: they must not hide behind the tests that ran.
 */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const line = closingLine(modules, errors);
    // Other reporters print their summary after this event.
    process.once("exit", () => console.log(line));
  }
}

/** The line for the results of a run. */
export function closingLine(modules: readonly TestModule[], errors: readonly unknown[]): string {
  let passed = 0;
  let skipped = 0;
  let failed = errors.length;
  for (const module of modules) {
    const tests = [...module.children.allTests()];
    const failures = tests.filter((test) => test.result().state === "failed").length;
    passed += tests.filter((test) => test.result().state === "passed").length;
    skipped += tests.filter((test) => ["skipped", "pending"].includes(test.result().state)).length;
    failed += failures === 0 && module.state() === "failed" ? 1 : failures;
  }
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
