import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drive } from '../../../tests/support/drive.ts';
import { anyOrder, DAY, record, sighted } from '../../../tests/support/mention-stream.ts';
import { tick } from '../../../tests/support/records.ts';
import { HOUR_MS } from '../../../schemas/instants.ts';
import { SPAN_MS } from '../../../runtime/task/seen-keys.ts';
import { counts, mentionScores } from '../../../schemas/streams.ts';
import { mentions } from '../pipeline.ts';
import { MEMORY_MS } from './fold.ts';

/** The last value of each counter. */
const totalsOf = (run: ReturnType<typeof drive>): Record<string, number> =>
  Object.fromEntries(run.values(counts).map(({ counter, value }) => [counter, value]));

const passed = (run: ReturnType<typeof drive>): string[] =>
  run.values(mentionScores).map(({ watch, platform, id }) => `${watch} ${platform} ${id}`);

describe('dropping repeats', () => {
  test('lets every mention pass once, in any order and number of copies, and counts what it dropped', () => {
    fc.assert(
      fc.property(anyOrder, ({ all, copies, records }) => {
        const run = drive(mentions, [...records, tick(DAY + 9 * HOUR_MS, { final: true })]);
        expect(passed(run).toSorted()).toEqual(
          all.map(({ watch, platform, id }) => `${watch} ${platform} ${id}`).toSorted(),
        );
        const { mentions: seen = 0, repeated = 0, counted = 0, late = 0 } = totalsOf(run);
        expect([seen, repeated, counted, late]).toEqual([copies, copies - all.length, all.length, 0]);
      }),
    );
  });

  test('takes the same id on another platform or for another watch for another mention', () => {
    const run = drive(mentions, [
      record(sighted()),
      record(sighted({ platform: 'bluesky' })),
      record(sighted({ watch: 'virgin' })),
      record(sighted({ id: '2' })),
      record(sighted()),
    ]);
    expect(passed(run)).toEqual(['united x 1', 'united bluesky 1', 'virgin x 1', 'united x 2']);
  });

  test('keeps the first of two copies that differ', () => {
    const run = drive(mentions, [record(sighted({ author: 'first' })), record(sighted({ author: 'second' }))]);
    expect(run.values(mentionScores).map(({ author }) => author)).toEqual(['first']);
  });

  test('remembers an id for as long as its copies could still be counted, and a span longer at most', () => {
    expect(MEMORY_MS).toBeGreaterThanOrEqual(mentionScores.horizonMs);
    const again = record(sighted());
    const remembered = drive(mentions, [
      again,
      tick(DAY + MEMORY_MS - 1),
      again,
      tick(DAY + MEMORY_MS - 1, { final: true }),
    ]);
    expect(totalsOf(remembered)).toMatchObject({ counted: 1, repeated: 1 });
    const until = DAY + MEMORY_MS + SPAN_MS;
    const forgotten = drive(mentions, [again, tick(until), again, tick(until, { final: true })]);
    expect(totalsOf(forgotten)).toMatchObject({ counted: 1, late: 1 });
  });

  test('remembers a late id from when it came, not from when it was written', () => {
    const now = DAY + 200 * HOUR_MS;
    const copy = record(sighted());
    const run = drive(mentions, [
      tick(now),
      copy,
      tick(now + MEMORY_MS - 1),
      copy,
      tick(now + MEMORY_MS - 1, { final: true }),
    ]);
    expect(totalsOf(run)).toEqual({ mentions: 2, late: 1, repeated: 1 });
  });

  test('frees the memory of an id afterwards', () => {
    const kept = drive(mentions, [record(sighted())]);
    expect([...kept.rows.seen.values()].map(({ keys }) => keys.size)).toEqual([1]);
    const freed = drive(mentions, [record(sighted()), tick(DAY + 2 * MEMORY_MS)], { commitAfter: new Set([0]) });
    expect([...freed.rows.seen.values()]).toEqual([]);
  });
});
