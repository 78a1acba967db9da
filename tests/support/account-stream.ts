import fc from 'fast-check';
import type { LogRecord } from '../../schemas/envelope.ts';
import { HOUR_MS } from '../../schemas/instants.ts';
import type { AccountItem, Post, PostSnapshot, ProfileSnapshot } from '../../schemas/events/account-item.ts';
import { data, tick } from './records.ts';

/** A day in 2025, 00:00 UTC. */
export const DAY = Date.UTC(2025, 1, 24);

const of = { platform: 'x', account: 'ann', time: DAY, received: DAY };
const NONE = { likes: 0, comments: 0, shares: 0, views: 0, reach: 0 };

export function posted(fields: Partial<Post> = {}): Post {
  return { kind: 'post', ...of, id: '1', url: '', lang: '', text: '', ...fields };
}

export function snapshot(
  time: number,
  counters: Partial<PostSnapshot['counters']>,
  fields: Partial<PostSnapshot> = {},
): PostSnapshot {
  return { kind: 'counters', ...of, post: '1', posted: 0, ...fields, time, counters: { ...NONE, ...counters } };
}

export function profile(
  time: number,
  followers: number | undefined,
  fields: Partial<ProfileSnapshot> = {},
): ProfileSnapshot {
  return { kind: 'profile', ...of, following: 0, posts: 0, ...fields, time, followers };
}

export const record = (item: AccountItem): LogRecord<AccountItem> => data(item, item.time);

/** Two weeks and some days, so that hours also leave the rates; few different instants, many at the edges of hours and days. */
const time = fc
  .tuple(fc.nat({ max: 18 }), fc.constantFrom(0, 1, 9, 23), fc.constantFrom(0, 1, 1_800_000, 3_599_999))
  .map(([day, hour, ms]) => DAY + (day * 24 + hour) * HOUR_MS + ms);
const place = { platform: fc.constantFrom('x', 'bluesky'), account: fc.constantFrom('ann', 'bob'), time };
const count = fc.oneof(fc.nat({ max: 30 }), fc.integer({ min: 900, max: 1_000 }));
/** Some readings lack it. */
const counter = fc.option(count, { nil: undefined, freq: 3 });
const id = fc.constantFrom('1', '2', '3');

const item: fc.Arbitrary<AccountItem> = fc.oneof(
  // A post comes out once: its id says when.
  fc.record({ ...place, id }).map((fields) => posted({ ...fields, id: `${fields.id} ${fields.time}` })),
  fc
    .record({
      ...place,
      post: id,
      posted: fc.constantFrom(0, DAY - 20 * 24 * HOUR_MS, DAY),
      counters: fc.record({ likes: counter, comments: counter, shares: counter, views: counter, reach: counter }),
    })
    .map(({ counters, ...fields }) => snapshot(fields.time, counters, fields)),
  fc
    .record({ ...place, followers: counter, following: counter, posts: counter })
    .map((fields) => profile(fields.time, fields.followers, fields)),
);

/** How long an item is on its way: up to an hour less than the horizon. */
const delay = fc.constantFrom(0, 0, 60_000, 3 * HOUR_MS, 30 * HOUR_MS, 47 * HOUR_MS);

/** Comes after everything: all windows have concluded and are forgotten. */
export const END = tick(DAY + 90 * 24 * HOUR_MS + 1);

/** Items in the order of arrival, some of them again with other counters, between ticks that follow the arrivals. */
export const arrivals = fc
  .array(fc.tuple(item, delay, fc.boolean(), fc.constantFrom(undefined, 0, 20 * HOUR_MS)), { maxLength: 30 })
  .map((drawn) => {
    const sent = drawn.flatMap(([one, late, ticks, again]) => {
      const at = one.time + late;
      const first = { at, one, ticks };
      return again === undefined ? [first] : [first, { at: at + again, one: changed(one), ticks }];
    });
    const inOrder = sent.toSorted((a, b) => a.at - b.at);
    const records: LogRecord<AccountItem>[] = inOrder.flatMap(({ at, one, ticks }) =>
      ticks ? [record(one), tick(at)] : [record(one)],
    );
    return { items: inOrder.map(({ one }) => one), records: [...records, END] };
  });

function changed(one: AccountItem): AccountItem {
  if (one.kind === 'counters') return { ...one, counters: { ...one.counters, likes: (one.counters.likes ?? 0) + 7 } };
  return one.kind === 'profile' ? { ...one, followers: (one.followers ?? 0) + 1 } : { ...one, text: 'edited' };
}
