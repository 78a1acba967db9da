/** Every benchmark, one after the other: `npm run bench`. Compare ratios of one run; an idle machine is needed for the rest. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const RUNS: readonly (readonly string[])[] = [
  ['vader.bench.ts'],
  ['match.bench.ts'],
  ['way.bench.ts', '1000000', '1000'],
  ['windows.bench.ts', '1000000', '2600'],
  ['windows.bench.ts', '1000000', '100000'],
  ['latency.bench.ts', '10000', '20'],
  ['live.bench.ts', '1000', '30'],
  ['live.bench.ts', '10000', '30'],
  ['state.bench.ts', '5000000'],
  ['start.bench.ts', '3'],
  ['idle.bench.ts', '20'],
];
let failed = 0;
for (const [script = '', ...args] of RUNS) {
  console.log(`\n${script} ${args.join(' ')}`);
  const heap = script === 'state.bench.ts' ? ['--max-old-space-size=256'] : [];
  const { status } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', ...heap, join(import.meta.dirname, script), ...args],
    { stdio: 'inherit' },
  );
  if (status !== 0) failed++;
}
console.log(`\n${RUNS.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
