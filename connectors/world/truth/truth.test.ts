import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../schemas/instants.ts';
import { NO_COUNTERS, type WorldEvent } from '../event.ts';
import type { WorldOptions } from '../options.ts';
import { world } from '../world.ts';
import { deltaOf } from './delta.ts';
import type { EngagementRow, MentionRow, ProfileRow, TruthRow } from './rows.ts';
import { truth, type Totals } from './truth.ts';
import { truthFile } from './truth-file.ts';

const START = Date.UTC(2026, 2, 26);
const OPTIONS: WorldOptions = { seed: 2, start: START, days: 14, perHour: 4, liveFrom: START + 4 * DAY_MS };

function truthOf(events: Iterable<WorldEvent>): { rows: TruthRow[]; totals: Totals } {
  const rows: TruthRow[] = [];
  const meter = truth((row) => rows.push(row));
  for (const event of events) meter.add(event);
  return { rows, totals: meter.finish() };
}

type Line = Record<string, number> & {
  readonly id: string;
  readonly account: string;
  readonly post: string;
  readonly created_at?: string;
  readonly observed_at?: string;
  readonly author: { readonly handle: string; readonly followers: number };
};
interface Read {
  readonly kind: string;
  readonly platform: string;
  readonly time: number;
  readonly line: Line;
}

/** Everything that counts, found again from the lines alone, all at once and in memory. */
function counted(events: readonly WorldEvent[]): Read[] {
  const seen = new Set<string>();
  let maxTime = 0;
  return events.flatMap(({ raw, platform, label: { kind } }) => {
    let line: Line;
    try {
      line = JSON.parse(Buffer.from(raw).toString()) as Line;
    } catch {
      return [];
    }
    const time = Date.parse(line.created_at ?? line.observed_at ?? '');
    if (Number.isNaN(time)) return [];
    const late = time < maxTime - 48 * HOUR_MS;
    maxTime = Math.max(maxTime, time);
    const key = `${kind}/${platform}/${line.id}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return late ? [] : [{ kind, platform, time, line }];
  });
}

describe('the truth', () => {
  const events = [...world(OPTIONS).events()];
  const { rows, totals } = truthOf(events);
  const read = counted(events);

  test('adds up: lines are dead, repeated, counted or late, and all of it happens', () => {
    const sum = { lines: 0, dead: 0, repeated: 0, counted: 0, late: 0 };
    for (const tally of Object.values(totals.kinds)) {
      expect(tally.lines).toBe(tally.dead + tally.repeated + tally.counted + tally.late);
      for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += tally[name];
    }
    expect(sum.lines).toBe(events.length);
    expect(sum.counted).toBe(read.length);
    expect(Math.min(sum.dead, sum.repeated, sum.late)).toBeGreaterThan(0);
    const brands = Object.values(totals.brands).reduce((all, { counted: of }) => all + of, 0);
    expect(brands).toBe(totals.kinds.mention.counted);
  });

  test.each([
    ['1m', MINUTE_MS],
    ['1h', HOUR_MS],
  ] as const)('about mentions in windows of %s equals a count of the lines', (width, widthMs) => {
    const naive = new Map<string, { mentions: number; reach: number; authors: Set<string> }>();
    const brandOf = new Map(events.map(({ id, label }) => [id, label.kind === 'mention' ? label.brand : '']));
    for (const { kind, platform, time, line } of read) {
      if (kind !== 'mention') continue;
      const key = `${brandOf.get(line.id)}/${Math.floor(time / widthMs) * widthMs}`;
      const window = naive.get(key) ?? { mentions: 0, reach: 0, authors: new Set() };
      naive.set(key, window);
      window.mentions++;
      window.reach += line.author.followers;
      window.authors.add(`${platform}/${line.author.handle}`);
    }
    const found = rows.filter((row): row is MentionRow => row.kind === 'mentions' && row.width === width);
    expect(found.length).toBe(naive.size);
    for (const { brand, start, mentions, reach, authors, positive, neutral, negative } of found) {
      const window = naive.get(`${brand}/${start}`);
      expect({ mentions, reach, authors }).toEqual({ ...window, authors: window?.authors.size });
      expect(positive + neutral + negative).toBe(mentions);
    }
  });

  test('about engagement equals the deltas of sorted readings', () => {
    const posts = new Map<string, Read[]>();
    for (const one of read) {
      if (one.kind !== 'counters') continue;
      const key = `${one.platform}/${one.line.post}`;
      posts.set(key, [...(posts.get(key) ?? []), one]);
    }
    const naive = new Map<string, { likes: number; views: number; resets: number; deletions: number }>();
    for (const readings of posts.values()) {
      let before: Record<string, number> = {};
      for (const { platform, time, line } of readings.toSorted((a, b) => a.time - b.time)) {
        const key = `${platform}/${line.account}/${Math.floor(time / HOUR_MS) * HOUR_MS}`;
        const hour = naive.get(key) ?? { likes: 0, views: 0, resets: 0, deletions: 0 };
        naive.set(key, hour);
        for (const name of ['likes', 'comments', 'shares', 'views', 'reach']) {
          const [old, now] = [before[name] ?? 0, line[name] ?? 0];
          const gain = now < old / 2 ? now : now - old;
          if (name === 'likes' || name === 'views') hour[name] += gain;
          if (now < old / 2) hour.resets++;
          else if (now < old) hour.deletions++;
        }
        before = line;
      }
    }
    const found = rows.filter((row): row is EngagementRow => row.kind === 'engagement');
    expect(found.filter(({ snapshots }) => snapshots > 0).length).toBe(naive.size);
    for (const { platform, account, start, snapshots, likes, views, resets, deletions } of found) {
      if (snapshots > 0)
        expect({ likes, views, resets, deletions }).toEqual(naive.get(`${platform}/${account}/${start}`));
    }
    const sum = (of: (row: EngagementRow) => number): number => found.reduce((all, row) => all + of(row), 0);
    expect(sum(({ posts: published }) => published)).toBe(read.filter(({ kind }) => kind === 'post').length);
    expect(sum(({ resets }) => resets)).toBeGreaterThan(0);
    expect(sum(({ deletions }) => deletions)).toBeGreaterThan(0);
  });

  test('about profiles adds up to the last followers minus the first', () => {
    const found = rows.filter((row): row is ProfileRow => row.kind === 'profile');
    const profiles = Map.groupBy(
      read.filter(({ kind }) => kind === 'profile'),
      ({ platform, line }) => `${platform}/${line.account}`,
    );
    expect(profiles.size).toBe(36);
    for (const [key, readings] of profiles) {
      const sorted = readings.toSorted((a, b) => a.time - b.time).map(({ line }) => line['followers'] ?? NaN);
      const gained = found.filter(({ platform, account }) => `${platform}/${account}` === key);
      expect(gained.reduce((sum, { followers }) => sum + followers, 0)).toBe(
        (sorted.at(-1) ?? NaN) - (sorted[0] ?? NaN),
      );
    }
  });

  test('hands over every row once', () => {
    const keys = rows.map((row) =>
      row.kind === 'mentions'
        ? `${row.brand}/${row.width}/${row.start}`
        : `${row.kind}/${row.platform}/${row.account}/${row.start}`,
    );
    expect(new Set(keys).size).toBe(rows.length);
  });

  test('written to a file holds the rows, the totals and the crises as planted', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tideline-truth-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'truth.json');
    const its = world(OPTIONS);
    const written = truthFile(path, its);
    for (const event of its.events()) written.add(event);
    expect(written.finish()).toEqual(totals);
    const file = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    expect(file['rows']).toEqual(rows);
    expect(file['totals']).toEqual(totals);
    expect(file['crises']).toEqual(its.settings.crises);
    expect(() => truthFile(path, world({ seed: 1, start: START }))).toThrow('endless');
  });
});

test('a delta is growth, what came after a reset, or what was taken back', () => {
  const before = { ...NO_COUNTERS, likes: 100, comments: 10, shares: 4 };
  const after = { ...NO_COUNTERS, likes: 7, comments: 9, shares: 6 };
  expect(deltaOf(before, after)).toEqual({
    likes: 7,
    comments: -1,
    shares: 2,
    views: 0,
    reach: 0,
    resets: 1,
    deletions: 1,
  });
});
