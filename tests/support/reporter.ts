import type { Reporter, TestModule } from 'vitest/node';

export interface ReporterOptions {
  /** Lines to print before the counts, such as the suites that were left out. */
  readonly notes: readonly string[];
  readonly print: (line: string) => void;
}

/**
 * Ends a test run with the line `N passed, N failed` that .ci/run adds up, as every other part of it does. A file that cannot be
 * loaded and an error outside of any test count as failed; skipped tests are named, so that none is skipped silently.
 */
export function countingReporter({ notes, print }: ReporterOptions): Reporter {
  return {
    onTestRunEnd(modules, unhandledErrors) {
      const tests = modules.flatMap((module) => [...module.children.allTests()]);
      const inState = (state: string) => tests.filter((test) => test.result().state === state);
      const failed = inState('failed').length + modules.filter(failedOutsideTests).length + unhandledErrors.length;
      for (const { fullName, module } of inState('skipped')) print(`SKIPPED ${module.relativeModuleId} > ${fullName}`);
      for (const note of notes) print(note);
      print(`${inState('passed').length} passed, ${failed} failed`);
    },
  };
}

/** A file that does not load, or whose hooks fail, without any failed test in it. */
function failedOutsideTests(module: TestModule): boolean {
  return module.state() === 'failed' && [...module.children.allTests('failed')].length === 0;
}
