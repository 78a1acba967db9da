import { defineConfig } from 'vitest/config';
import manifest from './package.json' with { type: 'json' };
import { countingReporter } from './tests/support/reporter.ts';
import { SUITES, suitesToRun } from './tests/support/suites.ts';

const isNpmTest = process.env['npm_lifecycle_event'] === 'test';

export default defineConfig({
  test: {
    include: ['{api,app,connectors,dashboards,ingest,processors,runtime,scheduler,schemas,sinks,tests}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'tests/bench/**', 'tests/e2e/**'],
    setupFiles: ['tests/setup.ts'],
    reporters: [
      'default',
      countingReporter({
        notes: isNpmTest ? suitesToRun(SUITES, manifest.scripts) : [],
        print: (line) => console.log(line),
      }),
    ],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});
