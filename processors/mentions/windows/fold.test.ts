import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byTheMinute } from '../../../tests/support/by-the-minute.ts';
import { drive } from '../../../tests/support/drive.ts';
import { anyOrder, DAY, END, record, sighted } from '../../../tests/support/mention-stream.ts';
import { finalRows, naiveWindows } from '../../../tests/support/naive-windows.ts';
import { tick } from '../../../tests/support/records.ts';
import type { LogRecord } from '../../../schemas/envelope.ts';
import type { Mention } from '../../../schemas/events/mention.ts';
import { HOUR_MS, MINUTE_MS } from '../../../schemas/instants.ts';
import { mentionScores, mentionWindows } from '../../../schemas/streams.ts';
import { mentions } from '../pipeline.ts';

const positions = fc.array(fc.nat({ max: 60 }), { maxLength: 12 }).map((list) => new Set(list));
const HORIZON_MS = 48 * HOUR_MS;

const rowsOf = (records: readonly LogRecord<Mention>[]) => drive(mentions, records).values(mentionWindows);

describe('windows of mentions', () => {
  test('equal their definition, in any order inside the horizon and however often a mention comes', () => {
    fc.assert(
      fc.property(anyOrder, ({ all, records }) => {
        expect(finalRows(drive(mentions, records).values(mentionWindows))).toEqual(naiveWindows(all));
      }),
      { numRuns: 300 },
    );
  });

  test('are the same records whatever the commits, crashes and caches', () => {
    fc.assert(
      fc.property(
        anyOrder,
        positions,
        positions,
        fc.nat({ max: 3 }),
        ({ records }, commitAfter, crashAfter, cacheEntries) => {
          const cut = drive(mentions, records, { commitAfter, crashAfter, cacheEntries });
          expect(cut.outputs).toEqual(drive(mentions, records).outputs);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('do not depend on ticks inside a minute', () => {
    fc.assert(
      fc.property(anyOrder, ({ records }) => {
        expect(rowsOf(byTheMinute(records))).toEqual(rowsOf(records));
      }),
    );
  });

  test('do not change when the whole stream comes a second time', () => {
    fc.assert(
      fc.property(anyOrder, ({ all, records }) => {
        expect(finalRows(drive(mentions, [...records, ...records]).values(mentionWindows))).toEqual(naiveWindows(all));
      }),
    );
  });

  test('never go back: a later row of a window holds at least as many mentions', () => {
    fc.assert(
      fc.property(anyOrder, ({ records }) => {
        const last = new Map<string, { mentions: number; complete: boolean }>();
        for (const row of drive(mentions, records).values(mentionWindows)) {
          const before = last.get(`${row.watch} ${row.width} ${row.start}`);
          expect(row.mentions).toBeGreaterThanOrEqual(before?.mentions ?? 0);
          if (before?.complete === true) expect(row.complete).toBe(true);
          last.set(`${row.watch} ${row.width} ${row.start}`, row);
        }
      }),
    );
  });
});

// Tumbling windows and allowed lateness as in Akidau et al., The Dataflow Model, VLDB 2015, §2.2 and §3.
describe('one window', () => {
  const at = (time: number, id: string) => record(sighted({ id, time }));

  test('holds its start and not its end', () => {
    const rows = finalRows(rowsOf([at(DAY, 'a'), at(DAY + MINUTE_MS - 1, 'b'), at(DAY + MINUTE_MS, 'c'), END]));
    expect(rows.filter(({ width }) => width === '1m').map(({ start, mentions: n }) => [start, n])).toEqual([
      [DAY, 2],
      [DAY + MINUTE_MS, 1],
    ]);
  });

  test('concludes when the watermark reaches its end, not a millisecond before', () => {
    expect(rowsOf([at(DAY, 'a'), tick(DAY + MINUTE_MS - 1)])).toEqual([]);
    const [row, ...more] = rowsOf([at(DAY, 'a'), tick(DAY + MINUTE_MS)]);
    expect([row?.width, row?.complete, more.length]).toEqual(['1m', true, 0]);
  });

  test('is written early at live ticks only, as incomplete', () => {
    const rows = rowsOf([at(DAY, 'a'), tick(DAY + 1), tick(DAY + 2, { live: true }), tick(DAY + 3, { live: true })]);
    expect(rows.map(({ width, complete }) => [width, complete])).toEqual([
      ['1h', false],
      ['1m', false],
    ]);
  });

  test('that is open where a recorded file ends is written as incomplete', () => {
    const rows = rowsOf([at(DAY + 30 * MINUTE_MS, 'a'), tick(DAY + 31 * MINUTE_MS, { final: true })]);
    expect(rows.map(({ width, complete }) => [width, complete])).toEqual([
      ['1m', true],
      ['1h', false],
    ]);
  });

  test('is revised by what comes after its end but inside the horizon, to the last millisecond', () => {
    const late = at(DAY, 'b');
    const rows = rowsOf([at(DAY, 'a'), tick(DAY + HORIZON_MS), late]);
    expect(rows.slice(-2).map(({ width, mentions: n, complete }) => [width, n, complete])).toEqual([
      ['1m', 2, true],
      ['1h', 2, true],
    ]);
  });

  test('that has just ended is revised at once, not at the next tick', () => {
    const rows = rowsOf([at(DAY, 'a'), tick(DAY + MINUTE_MS), at(DAY, 'b')]);
    expect(rows.map(({ width, mentions: n, complete }) => [width, n, complete])).toEqual([
      ['1m', 1, true],
      ['1m', 2, true],
    ]);
  });

  test('does not count what comes beyond the horizon; that is kept as late', () => {
    const run = drive(mentions, [at(DAY, 'a'), tick(DAY + HORIZON_MS + 1), at(DAY, 'b')]);
    expect(run.values(mentionScores).map(({ id, late }) => [id, late])).toEqual([
      ['a', false],
      ['b', true],
    ]);
    expect(finalRows(run.values(mentionWindows)).map(({ mentions: n }) => n)).toEqual([1, 1]);
  });

  test('is forgotten when nothing can change it any more', () => {
    const open = drive(mentions, [at(DAY, 'a'), tick(DAY + MINUTE_MS + HORIZON_MS - 1)]);
    const done = drive(mentions, [at(DAY, 'a'), tick(DAY + HOUR_MS + HORIZON_MS)]);
    const windows = (keys: Iterable<string>): string[] => [...keys].filter((key) => key.startsWith('windows\0'));
    expect(windows(open.rows.keyed.keys())).toHaveLength(2);
    expect(windows(done.rows.keyed.keys())).toHaveLength(0);
  });

  test('sums classes, reach and different authors; an author counts once per platform, nobody counts as none', () => {
    const rows = finalRows(
      rowsOf([
        record(sighted({ id: '1', author: 'ann', reach: 10, class: 'positive' })),
        record(sighted({ id: '2', author: 'ann', reach: 5, class: 'negative' })),
        record(sighted({ id: '3', author: 'ann', platform: 'bluesky', class: 'negative' })),
        record(sighted({ id: '4', author: '', reach: 1 })),
        END,
      ]),
    );
    const wanted = { mentions: 4, authors: 2, reach: 16, positive: 1, neutral: 1, negative: 2, complete: true };
    expect(rows).toEqual([
      { watch: 'united', width: '1h', start: DAY, ...wanted },
      { watch: 'united', width: '1m', start: DAY, ...wanted },
    ]);
  });
});
