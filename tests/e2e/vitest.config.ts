import { defineConfig } from 'vitest/config';
import { countingReporter } from '../support/reporter.ts';

/** The program as a user starts it, in a real browser. `npm run test:e2e`. */
export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.test.ts'],
    globalSetup: ['tests/e2e/build-page.ts'],
    setupFiles: ['tests/setup.ts'],
    reporters: ['verbose', countingReporter({ notes: [], print: (line) => console.log(line) })],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000, interval: 100 } },
  },
});
