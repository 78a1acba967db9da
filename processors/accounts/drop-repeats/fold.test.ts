import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrivals, DAY, END, posted, profile, record, snapshot } from '../../../tests/support/account-stream.ts';
import { drive } from '../../../tests/support/drive.ts';
import { tick } from '../../../tests/support/records.ts';
import { SPAN_MS } from '../../../runtime/task/seen-keys.ts';
import { HOUR_MS } from '../../../schemas/instants.ts';
import { accountPosts, accounts as accountStream, accountSnapshots, counts } from '../../../schemas/streams.ts';
import { accounts } from '../pipeline.ts';
import { MEMORY_MS } from './fold.ts';

/** The last value of each counter. */
const totalsOf = (run: ReturnType<typeof drive>): Record<string, number> =>
  Object.fromEntries(run.values(counts).map(({ counter, value }) => [counter, value]));
const FINAL = tick(DAY + HOUR_MS, { final: true });

describe('dropping repeats of accounts', () => {
  test('counts every item as repeated, counted or late, and keeps a row of each but the repeated', () => {
    fc.assert(
      fc.property(arrivals, ({ items, records }) => {
        const run = drive(accounts, [...records, { ...END, ...tick(END.eventTime, { final: true }) }]);
        const { account_items: all = 0, account_repeated: repeated = 0, account_counted: counted = 0 } = totalsOf(run);
        expect(all).toBe(items.length);
        expect(all).toBe(repeated + counted);
        expect(run.values(accountPosts).length + run.values(accountSnapshots).length).toBe(counted);
      }),
    );
  });

  test('takes the same instant with other counters for a repeat: the first is believed', () => {
    const run = drive(accounts, [
      record(snapshot(DAY, { likes: 5 })),
      record(snapshot(DAY, { likes: 6 })),
      record(profile(DAY, 10)),
      record(profile(DAY, 11)),
      record(posted({ text: 'first' })),
      record(posted({ text: 'edited' })),
      FINAL,
    ]);
    expect(totalsOf(run)).toMatchObject({ account_items: 6, account_repeated: 3, account_counted: 3 });
    expect(run.values(accountSnapshots)).toMatchObject([{ counters: { likes: 5 } }, { followers: 10 }]);
    expect(run.values(accountPosts)).toMatchObject([{ text: 'first' }]);
  });

  test('takes another post, instant, account or platform for another item', () => {
    const run = drive(accounts, [
      record(snapshot(DAY, {})),
      record(snapshot(DAY + 1, {})),
      record(snapshot(DAY, {}, { post: '2' })),
      record(snapshot(DAY, {}, { account: 'bob' })),
      record(snapshot(DAY, {}, { platform: 'bluesky' })),
      FINAL,
    ]);
    expect(totalsOf(run)).toMatchObject({ account_items: 5, account_counted: 5 });
  });

  test('keeps what came beyond the horizon as late', () => {
    const run = drive(accounts, [
      tick(DAY + 48 * HOUR_MS + 1),
      record(posted()),
      record(snapshot(DAY, { likes: 5 })),
      tick(DAY + 48 * HOUR_MS + 1, { final: true }),
    ]);
    expect(totalsOf(run)).toEqual({ account_items: 2, account_late: 2 });
    expect([...run.values(accountPosts), ...run.values(accountSnapshots)].map(({ late }) => late)).toEqual([
      true,
      true,
    ]);
  });

  test('remembers an item for as long as its copies could still be counted, and a span longer at most', () => {
    expect(MEMORY_MS).toBeGreaterThanOrEqual(accountStream.horizonMs);
    const one = record(posted());
    const again = (time: number) => totalsOf(drive(accounts, [one, tick(time), one, tick(time, { final: true })]));
    expect(again(DAY + MEMORY_MS - 1)).toMatchObject({ account_counted: 1, account_repeated: 1 });
    expect(again(DAY + MEMORY_MS + SPAN_MS)).toMatchObject({ account_counted: 1, account_late: 1 });
  });
});
