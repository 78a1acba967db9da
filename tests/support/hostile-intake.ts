import { MAPPING_ID, mappingRecordOf, ODD, watchesRecordOf } from './tiny-world.ts';
import type { Item } from '../../schemas/events/item.ts';
import type { LogRecord } from '../../schemas/envelope.ts';
import { barrier, data, tick } from './records.ts';
import type { Random } from './random.ts';
import type { Sighted } from './naive-windows.ts';

const MINUTE = 60_000;
const DAY = Date.UTC(2025, 1, 24);
const CLASSES = { positive: 'great', neutral: 'table', negative: 'terrible' } as const;
const AUTHORS = ['', 'ann', 'bob', 'cy', 'dan'];

/** One line of a source, and what a person reading it would say about it. */
interface Line {
  readonly raw: string;
  readonly time: number;
  /** undefined: it cannot be read. */
  readonly item: Omit<Sighted, 'watch'> | undefined;
  readonly words: readonly string[];
}

function lineOf({ pick, chance }: Random, id: string, time: number): Line {
  if (chance(0.05)) return { raw: `{"id":"${id}","text":`, time, item: undefined, words: [] };
  const sentiment = (['positive', 'neutral', 'negative'] as const)[pick(3)] ?? 'neutral';
  const item = { platform: 'x', id, time, author: AUTHORS[pick(5)] ?? '', reach: pick(100), class: sentiment };
  const words = chance(0.1) ? [ODD] : ['alpha', 'beta', 'gamma', 'delta'].filter(() => chance(0.4));
  const { author, reach } = item;
  const raw = JSON.stringify({ id, text: [CLASSES[sentiment], ...words].join(' '), time, author, reach });
  return { raw, time, item, words };
}

/** The mentions of one copy of a line, as the naive computation counts them; version 2 counts reach ten times. */
export interface Copy {
  readonly sighted: Sighted;
  readonly version: number;
}

export interface Intake {
  readonly partitions: readonly (readonly LogRecord<Item>[])[];
  readonly copies: readonly Copy[];
  readonly lines: number;
  readonly dead: number;
}

/**
 * Two partitions of intake: disorder inside the lateness, ticks, broken lines, some lines through two sources, one barrier that
 * hands normalise over to version 2, one change of the watches, a last tick far ahead.
 */
export function hostileIntake(random: Random): Intake {
  const { pick, chance } = random;
  const both = Array.from({ length: 5 }, (_, i) => lineOf(random, `both${i}`, DAY + (20 * i + 7) * MINUTE));
  const copies: Copy[] = [];
  let lines = 0;
  let dead = 0;
  const partitions = [0, 1].map((partition) => {
    const records: LogRecord<Item>[] = [mappingRecordOf(), watchesRecordOf(1)];
    const waiting = [...both];
    let [now, version, watches] = [DAY, 1, 1];
    const put = (line: Line): void => {
      lines++;
      const raw = Buffer.from(line.raw);
      const item = {
        source: `s${partition}`,
        mapping: MAPPING_ID,
        origin: `s${partition}:${lines}`,
        size: raw.length,
        raw,
      };
      records.push(data(item, line.time));
      if (line.item === undefined) dead++;
      for (const watch of line.item === undefined ? [] : line.words) {
        if (watch !== 'delta' || watches === 2) copies.push({ sighted: { ...line.item, watch } as Sighted, version });
      }
    };
    for (let i = 0; i < 24; i++) {
      now += pick(8) * MINUTE;
      put(lineOf(random, `${partition}:${i}`, Math.max(DAY, now - pick(5) * MINUTE - pick(3))));
      while ((waiting[0]?.time ?? Infinity) <= now) put(waiting.shift() as Line);
      if (i === 8) {
        records.push(watchesRecordOf(2));
        watches = 2;
      }
      if (i === 12) {
        records.push(barrier('normalise', 2));
        version = 2;
      }
      if (chance(0.3)) records.push(tick(now, { live: chance(0.5) }));
    }
    waiting.forEach(put);
    return [...records, tick(now + 600 * MINUTE, { live: true, final: true })];
  });
  return { partitions, copies, lines, dead };
}
