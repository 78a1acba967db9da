import { defineConfig } from 'vitest/config';
import { countingReporter } from '../support/reporter.ts';

/** The proofs: what needs minutes, Python or the data beside the project. `npm run test:proofs`. */
export default defineConfig({
  test: {
    include: ['tests/replay/**/*.{test,proof}.ts'],
    setupFiles: ['tests/setup.ts'],
    reporters: ['verbose', countingReporter({ notes: [], print: (line) => console.log(line) })],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
