import { lineFile } from '../files/line-file.ts';
import type { WorldEvent } from '../event.ts';
import type { World } from '../world.ts';
import { truth, type Totals } from './truth.ts';

export interface TruthFile {
  /** Every event of the world, in its order. */
  add(event: WorldEvent): void;
  /** The world has ended. */
  finish(): Totals;
  /** It will not be ended. */
  drop(): void;
}

/**
 * The truth of a finite world as one JSON object: `seed`, `start`, `end`, `crises` as planted, `rows` (one a line, in the order in which
 * they closed), `totals`. Constant memory, however long the world. An endless world is refused.
 */
export function truthFile(path: string, { settings }: World): TruthFile {
  const { seed, start, end, liveFrom, crises } = settings;
  if (end === Infinity) throw new RangeError('an endless world has no truth to be written: give it days');
  const file = lineFile(path);
  const write = (text: string): void => file.add(Buffer.from(text));
  const head = JSON.stringify({ seed, start, end, liveFrom, crises });
  write(`${head.slice(0, -1)},"rows":[`);
  /** Held back, since only the last one has no comma behind it. */
  let pending: string | undefined;
  const meter = truth((row) => {
    if (pending !== undefined) write(`${pending},`);
    pending = JSON.stringify(row);
  });
  return {
    add: (event) => meter.add(event),
    finish() {
      const totals = meter.finish();
      write(`${pending ?? ''}\n],"totals":${JSON.stringify(totals)}}`);
      file.close();
      return totals;
    },
    drop: file.drop,
  };
}
