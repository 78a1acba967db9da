import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../runtime/time/clock.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../schemas/instants.ts';
import type { WorldEvent } from './event.ts';
import { mappingsOf } from './mappings.ts';
import { NO_FAULTS, type WorldOptions } from './options.ts';
import {
  worldSource,
  type WorldPage,
  type WorldSource,
  type WorldSourceCursor,
  type WorldSourceOptions,
} from './source.ts';
import { world } from './world.ts';

const START = Date.UTC(2026, 2, 26);
const WORLD: WorldOptions = { seed: 6, start: START, days: 3, perHour: 12, liveFrom: START + DAY_MS };
const forever = new AbortController().signal;

function handClock(start: number): Clock & { set(now: number): void } {
  let now = start;
  return { now: () => now, sleep: () => Promise.reject(new Error('a source never sleeps')), set: (to) => (now = to) };
}

function open(options: Partial<WorldSourceOptions> = {}, now = START + 10 * DAY_MS) {
  const clock = handClock(now);
  const heard: WorldEvent[] = [];
  const source = worldSource({ world: WORLD, ...options }, { clock, onEvent: (event) => heard.push(event) });
  return { source, clock, heard };
}

const text = (raw: Uint8Array): string => Buffer.from(raw).toString();

async function pagesUntil(source: WorldSource, last: (page: WorldPage) => boolean): Promise<WorldPage[]> {
  const pages: WorldPage[] = [];
  let cursor: WorldSourceCursor | undefined;
  for (;;) {
    const page = await source.read(cursor, forever);
    pages.push(page);
    if (last(page)) return pages;
    cursor = page.cursor;
  }
}

describe('a world as a source', () => {
  test('hands over a finished world page by page, as fast as it is read', async () => {
    const { source, clock, heard } = open({ pageItems: 500 });
    const pages = await pagesUntil(source, ({ done }) => done);
    const items = pages.flatMap((page) => page.items);
    expect(items.map(({ origin }) => origin)).toEqual([...world(WORLD).events()].map(({ origin }) => origin));
    expect(heard.map(({ origin }) => origin)).toEqual(items.map(({ origin }) => origin));
    expect(Math.max(...pages.map((page) => page.items.length))).toBe(500);
    for (const { nextAt } of pages.slice(0, -1)) expect(nextAt).toBe(clock.now());
  });

  test('bounds a page by its bytes as well', async () => {
    const { source } = open({ pageBytes: 10_000 });
    const { items } = await source.read(undefined, forever);
    expect(items.reduce((sum, { raw }) => sum + raw.length, 0)).toBeLessThan(11_000);
  });

  test('hands over nothing before it has arrived, and says when the next does', async () => {
    const { source, clock, heard } = open({}, START + DAY_MS);
    const history = await pagesUntil(source, ({ nextAt }) => nextAt > START + DAY_MS);
    expect(heard.every(({ arrivalTime }) => arrivalTime <= START + DAY_MS)).toBe(true);
    let { cursor, nextAt } = history.at(-1) ?? { cursor: undefined, nextAt: NaN };
    for (let i = 0; i < 200; i++) {
      clock.set(nextAt);
      const before = heard.length;
      ({ cursor, nextAt } = await source.read(cursor, forever));
      const arrived = heard.slice(before).map(({ arrivalTime }) => arrivalTime);
      expect(arrived.length).toBeGreaterThan(0);
      expect(Math.max(...arrived)).toBeLessThanOrEqual(clock.now());
      expect(nextAt).toBeGreaterThanOrEqual(clock.now() + 200);
    }
  });

  test('goes on behind any stored page, in another process, and reads a page again that was not stored', async () => {
    const whole = (await pagesUntil(open({ pageItems: 997 }).source, ({ done }) => done)).flatMap(({ items }) => items);
    const first = open({ pageItems: 997 }).source;
    const page = await first.read(undefined, forever);
    const lost = await first.read(page.cursor, forever);
    const stored = JSON.parse(JSON.stringify(page.cursor)) as WorldSourceCursor;
    expect((await first.read(stored, forever)).items).toEqual(lost.items);
    const rest = await open({ pageItems: 100_000, pageBytes: 1e9 }).source.read(stored, forever);
    expect(rest.items).toEqual(whole.slice(page.items.length));
    expect(rest.done).toBe(true);
  });

  test('gives the same bytes whatever its pages and however often it is started again', async () => {
    const texts = (items: WorldPage['items']): string[] => items.map(({ origin, raw }) => `${origin} ${text(raw)}`);
    const whole = texts((await pagesUntil(open().source, ({ done }) => done)).flatMap(({ items }) => items));
    const run = fc.record({ pageItems: fc.integer({ min: 50, max: 3_000 }), pages: fc.integer({ min: 1, max: 5 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 8 }), async (runs) => {
        const found: string[] = [];
        let cursor: WorldSourceCursor | undefined;
        for (const { pageItems, pages } of runs) {
          const { source } = open({ pageItems });
          for (let i = 0; i < pages; i++) {
            const page = await source.read(cursor, forever);
            found.push(...texts(page.items));
            cursor = JSON.parse(JSON.stringify(page.cursor)) as WorldSourceCursor;
          }
        }
        expect(found).toEqual(whole.slice(0, found.length));
      }),
      { numRuns: 6 },
    );
  });

  test('refuses the cursor of another world', async () => {
    const { cursor } = await open().source.read(undefined, forever);
    const other = open({ world: { ...WORLD, seed: 7 } }).source;
    await expect(other.read(cursor, forever)).rejects.toMatchObject({ code: 'REPLAY_CHANGED' });
  });

  test('may hand over some kinds alone', async () => {
    const { heard, source } = open({ kinds: ['post', 'counters'] });
    await pagesUntil(source, ({ done }) => done);
    expect(new Set(heard.map(({ label }) => label.kind))).toEqual(new Set(['post', 'counters']));
  });

  test('names for every item a mapping that there is, and hides what cannot be seen in a spoilt line', async () => {
    const { source, heard } = open({ world: { ...WORLD, perHour: 60 } });
    const pages = await pagesUntil(source, ({ done }) => done);
    const mappings = mappingsOf(world(WORLD).settings.platforms);
    for (const [i, item] of pages.flatMap(({ items }) => items).entries()) {
      const mapping = mappings.get(item.mapping);
      const { malformed, eventTime, id, raw } = heard[i] ?? {};
      expect(item.eventTime).toBe(malformed === undefined ? eventTime : undefined);
      expect(item.id).toBe(malformed === 'not-json' ? '' : id);
      if (malformed !== undefined || i % 50 !== 0) continue;
      const line = JSON.parse(Buffer.from(raw ?? '').toString()) as Record<string, unknown>;
      expect(line[mapping?.fields.id ?? '']).toBe(id);
      expect(Date.parse(String(line[mapping?.fields.time ?? '']))).toBe(eventTime);
    }
  });

  test.each([
    ['without faults nothing', NO_FAULTS, 0],
    ['with them little more than the 2 % of the late', {}, 0.025],
  ])('covers what was published: %s comes from before it', async (_, faults, most) => {
    const { source, heard } = open({ world: { ...WORLD, perHour: 60, faults }, pageItems: 50 });
    const repeated = new Set<string>();
    let covered = 0;
    let before = 0;
    await pagesUntil(source, ({ items, coveredUntil, done }) => {
      for (const { id, eventTime } of items) {
        if (eventTime !== undefined && eventTime < covered && !repeated.has(id)) before++;
        repeated.add(id);
      }
      expect(coveredUntil).toBeGreaterThanOrEqual(covered);
      covered = coveredUntil;
      return done;
    });
    expect(before / heard.length).toBeLessThanOrEqual(most);
    expect(covered).toBeGreaterThan(START + 3 * DAY_MS - HOUR_MS);
    expect(covered).toBeLessThanOrEqual(START + 3 * DAY_MS - MINUTE_MS / 12);
  });
});
