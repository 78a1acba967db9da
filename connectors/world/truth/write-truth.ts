import { closeSync, openSync, writeSync } from 'node:fs';

import type { World } from '../world.ts';
import { truth, type Totals } from './truth.ts';

const FLUSH_CHARACTERS = 65_536;

/**
 * Runs a finite world to its end and writes its truth as one JSON object: `seed`, `start`, `end`, `crises` as planted, `rows` (one a line,
 * in the order in which they closed), `totals`. Constant memory, however long the world. An endless world is refused.
 */
export function writeTruth(path: string, world: World): Totals {
  const { seed, start, end, liveFrom, crises } = world.settings;
  if (end === Infinity) throw new RangeError('an endless world has no truth to be written: give it days');
  const file = openSync(path, 'w');
  try {
    const head = JSON.stringify({ seed, start, end, liveFrom, crises });
    let pending = `${head.slice(0, -1)},"rows":[\n`;
    let separator = '';
    const meter = truth((row) => {
      pending += separator + JSON.stringify(row);
      separator = ',\n';
      if (pending.length < FLUSH_CHARACTERS) return;
      writeSync(file, pending);
      pending = '';
    });
    for (const event of world.events()) meter.add(event);
    const totals = meter.finish();
    writeSync(file, `${pending}\n],"totals":${JSON.stringify(totals)}}\n`);
    return totals;
  } finally {
    closeSync(file);
  }
}
