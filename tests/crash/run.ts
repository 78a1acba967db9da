import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seeded } from '../support/random.ts';
import { killGenerated } from './generated.ts';
import { killRecorded } from './recorded.ts';
import { stallStore } from './stall.ts';

/*
 * `--kills N`: kills the product again and again on one growing directory and compares everything in the store with an independent
 * recomputation after each recovery; then stops the store for `--stall` SECONDS. `--recorded`: instead, one kill at each listed point
 * on the recorded streams. `--seed N`. The last line is `N passed, N failed`; a failure keeps the directory and ends the run.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    stall: { type: 'string', default: '60' },
    recorded: { type: 'boolean', default: false },
  },
});
const random = seeded(Number(values.seed));
const root = mkdtempSync(join(tmpdir(), 'tideline-crash-'));
const began = performance.now();
let { passed, failed } = values.recorded
  ? await killRecorded(root, random)
  : await killGenerated(root, Number(values.kills), random);
if (failed === 0 && !values.recorded) {
  const { seen, wrong } = await stallStore(join(root, 'stall'), Number(values.stall) * 1_000, random);
  console.log(`store stalled ${values.stall} s: ${seen}`);
  for (const line of wrong) console.log(`  ${line}`);
  if (wrong.length === 0) passed++;
  else failed++;
}
console.log(`seed ${values.seed}, ${Math.round((performance.now() - began) / 1_000)} s`);
if (failed === 0) rmSync(root, { recursive: true });
else console.log(`the directory is kept: ${root}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
