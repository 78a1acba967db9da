import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Kpis, Meta, Posts } from '../../api/schemas/answers.ts';
import type { EngagementRow, ProfileRow } from '../../connectors/world/truth/rows.ts';
import { studentHalfWidth } from '../../runtime/statistics/student.ts';
import { DAY_MS, HOUR_MS, isoOf } from '../../schemas/instants.ts';
import { readAccounts, type AccountsRun } from './accounts-harness.ts';

const START = Date.UTC(2026, 2, 26);
/** Every fault is on. */
const WORLD = { seed: 5, start: START, days: 17, accounts: 72 };
const MINUTE = 60_000;

const SUMS = ['posts', 'snapshots', 'likes', 'comments', 'shares', 'views', 'reach', 'resets', 'deletions'] as const;
type Row = Record<string, string | number>;
const inOrder = (rows: readonly Row[]): string[] => rows.map((row) => Object.values(row).join(' ')).toSorted();

const gainedOf = (rows: readonly EngagementRow[]): number =>
  rows.reduce((sum, { likes, comments, shares }) => sum + likes + comments + shares, 0);
const reachOf = (rows: readonly EngagementRow[]): number => rows.reduce((sum, { reach }) => sum + reach, 0);
const rateOf = (rows: readonly EngagementRow[]): number => gainedOf(rows) / reachOf(rows);

/** Days of accounts in which something was gained. */
function clustersOf(rows: readonly EngagementRow[]): EngagementRow[][] {
  const dayOf = ({ platform, account, start }: EngagementRow) => `${platform} ${account} ${Math.floor(start / DAY_MS)}`;
  return [...Map.groupBy(rows, dayOf).values()].filter((own) => reachOf(own) !== 0 || gainedOf(own) !== 0);
}

describe.each([1, 4])('a world of accounts read over %i partitions', (partitions) => {
  let run: AccountsRun;
  let engagement: readonly EngagementRow[];
  let profiles: readonly ProfileRow[];
  beforeAll(async () => {
    run = await readAccounts(WORLD, partitions);
    engagement = run.rows.filter((row): row is EngagementRow => row.kind === 'engagement');
    profiles = run.rows.filter((row): row is ProfileRow => row.kind === 'profile');
  }, 2 * MINUTE);
  afterAll(() => run.close());

  test('has the hours of engagement that its truth has, exactly: late, repeated, out of order, with resets and deletions', async () => {
    const rows = await run.ask<Row>(
      `SELECT platform, account, toUnixTimestamp(start) * 1000 AS at, ${SUMS.join(', ')} FROM engagement_windows WHERE width = '1h'`,
    );
    const wanted = engagement.map(({ platform, account, start, ...sums }): Row => {
      const own = SUMS.map((name) => [name, sums[name]] as const);
      return { platform, account, at: start, ...Object.fromEntries(own) };
    });
    expect(inOrder(rows)).toEqual(inOrder(wanted));
    const total = (name: (typeof SUMS)[number]): number => engagement.reduce((sum, row) => sum + row[name], 0);
    expect(Math.min(total('resets'), total('deletions'))).toBeGreaterThan(20);
    expect(engagement.length).toBeGreaterThan(3_000);
  });

  test('has days that are the sums of their hours', async () => {
    const sums = SUMS.map((name) => `sum(w.${name}) AS ${name}`).join(', ');
    const days = (width: string, start: string): Promise<Row[]> =>
      run.ask<Row>(
        `SELECT platform, account, toUnixTimestamp(${start}) AS at, ${sums} FROM engagement_windows AS w
         WHERE width = '${width}' GROUP BY platform, account, at`,
      );
    expect(inOrder(await days('1d', 'start'))).toEqual(inOrder(await days('1h', "toStartOfDay(start, 'UTC')")));
  });

  test('has the growth of profiles that its truth has', async () => {
    const rows = await run.ask<Row>(
      "SELECT platform, account, toUnixTimestamp(start) * 1000 AS at, snapshots, gained FROM profile_growth WHERE width = '1h'",
    );
    const wanted = profiles.map(({ platform, account, start, snapshots, followers }) => ({
      platform,
      account,
      at: start,
      snapshots,
      followers,
    }));
    expect(inOrder(rows)).toEqual(inOrder(wanted));
  });

  test('counts every line: dead, repeated, counted, and late beyond the horizon', async () => {
    const counts = new Map(
      (await run.ask<{ counter: string; value: number }>('SELECT counter, value FROM counts')).map(
        ({ counter, value }) => [counter, value],
      ),
    );
    const kinds = [run.totals.kinds.post, run.totals.kinds.counters, run.totals.kinds.profile];
    const sum = (name: 'lines' | 'dead' | 'repeated' | 'counted' | 'late'): number =>
      kinds.reduce((all, tally) => all + tally[name], 0);
    expect(Object.fromEntries(counts)).toEqual({
      lines: sum('lines'),
      dead: sum('dead'),
      items: sum('lines') - sum('dead'),
      routed: sum('lines') - sum('dead'),
      account_items: sum('lines') - sum('dead'),
      account_repeated: sum('repeated'),
      account_counted: sum('counted'),
      account_late: sum('late'),
    });
    expect(Math.min(sum('dead'), sum('repeated'), sum('late'))).toBeGreaterThan(0);
    const [late] = await run.ask('SELECT sum(late) AS late FROM account_snapshot_facts FINAL');
    const [latePosts] = await run.ask<{ late: number }>('SELECT sum(late) AS late FROM posts');
    const { post, counters, profile } = run.totals.kinds;
    expect([late, latePosts]).toEqual([{ late: counters.late + profile.late }, { late: post.late }]);
  });

  test('has every post once, with the counters of its newest snapshot', async () => {
    const { post } = run.totals.kinds;
    const [{ n, odd } = { n: 0, odd: 0 }] = await run.ask<{ n: number; odd: number }>(
      `SELECT count() AS n, countIf(newest != (likes, reach)) AS odd FROM posts LEFT JOIN (
         SELECT platform, account, post AS id, argMax((likes, reach), time) AS newest FROM account_snapshot_facts FINAL
         WHERE post != '' GROUP BY platform, account, post) AS last USING (platform, account, id)`,
    );
    expect({ n, odd }).toEqual({ n: post.counted + post.late, odd: 0 });
  });

  test.each([
    ['the last week', 10 * DAY_MS, 17 * DAY_MS, ''],
    ['an afternoon', 9 * DAY_MS + 12 * HOUR_MS, 9 * DAY_MS + 17 * HOUR_MS, ''],
    ['one platform', 3 * DAY_MS, 6 * DAY_MS, '&platform=plaza'],
    ['a week with hardly anything before it', HOUR_MS, 7 * DAY_MS + HOUR_MS, '&account=norvaneair'],
    ['some accounts', 3 * DAY_MS, 9 * DAY_MS, '&account=norvaneair&account=pellowcoffee2'],
  ])('shows on the card of the engagement rate what the truth says: %s', async (_what, from, to, filter) => {
    const period = `from=${isoOf(START + from)}&to=${isoOf(START + to)}`;
    const answer = await run.get<Kpis>(`/v1/kpis?timeline=world&compare=previous&${period}${filter}`);
    const asked = new URLSearchParams(filter);
    const inside = (begin: number, end: number): readonly EngagementRow[] =>
      engagement.filter(
        ({ start, platform, account }) =>
          start >= START + begin &&
          start < START + end &&
          (!asked.has('platform') || platform === asked.get('platform')) &&
          (!asked.has('account') || asked.getAll('account').includes(account)),
      );
    const rows = inside(from, to);
    const card = answer.kpis.engagement_rate;
    expect(card.value).toBe(rateOf(rows));
    expect(card.n).toBe(rows.reduce((sum, { posts }) => sum + posts, 0));
    const back = 7 * Math.ceil((to - from) / (7 * DAY_MS)) * DAY_MS;
    const earlier = inside(from - back, to - back);
    const isKnown = engagement.some(({ start }) => start <= START + from - back);
    expect(card.previous).toBe(isKnown && clustersOf(earlier).length >= 5 ? rateOf(earlier) : null);
    const stepMs = answer.sparkline_step_s * 1_000;
    const first = Date.parse(answer.sparkline_from);
    const line = card.sparkline.map((_value, step) => {
      const own = rows.filter(({ start }) => Math.floor((start - first) / stepMs) === step);
      return reachOf(own) > 0 ? rateOf(own) : null;
    });
    expect(card.sparkline).toEqual(line);
    expect(line.filter((value) => value !== null).length).toBeGreaterThan(2);

    const clusters = clustersOf(rows);
    const squares = clusters.reduce((sum, own) => sum + (gainedOf(own) - rateOf(rows) * reachOf(own)) ** 2, 0);
    const n = clusters.length;
    const error = Math.sqrt((n / (n - 1)) * squares) / gainedOf(rows);
    const factor = Math.exp(studentHalfWidth(n - 1) * error);
    expect(card.interval?.[0]).toBeCloseTo(rateOf(rows) / factor, 10);
    expect(card.interval?.[1]).toBeCloseTo(rateOf(rows) * factor, 10);
  });

  test('has in its newest rows of rates the sums of the hours of two weeks', async () => {
    const rows = await run.ask<Row>(
      `SELECT platform, account, until, argMax((posts, interactions, reach, interactions_before, reach_before), until) AS newest
       FROM engagement_rates GROUP BY platform, account, until ORDER BY until DESC LIMIT 1 BY platform, account`,
    );
    expect(rows.length).toBe(72);
    for (const { platform, account, until, newest } of rows) {
      const end = Date.parse(`${String(until).replace(' ', 'T')}Z`);
      const sum = (weeks: number, of: (row: EngagementRow) => number): number =>
        engagement
          .filter((row) => row.platform === platform && row.account === account)
          .filter(({ start }) => start >= end - (weeks + 1) * 7 * DAY_MS && start < end - weeks * 7 * DAY_MS)
          .reduce((all, row) => all + of(row), 0);
      const interactions = ({ likes, comments, shares }: EngagementRow): number => likes + comments + shares;
      const wanted = [
        sum(0, ({ posts }) => posts),
        sum(0, interactions),
        sum(0, ({ reach }) => reach),
        sum(1, interactions),
        sum(1, ({ reach }) => reach),
      ];
      expect(newest).toEqual(wanted);
    }
  });

  test('ends where its data ends, though nobody mentioned anything in it', async () => {
    const { data, meta } = await run.get<Posts & { meta: Meta }>('/v1/posts?range=24h');
    const last = Math.max(...engagement.map(({ start }) => start)) + HOUR_MS;
    expect([meta.to, meta.from]).toEqual([isoOf(last), isoOf(last - DAY_MS)]);
    expect(Date.parse(meta.watermark ?? '')).toBeGreaterThan(last - 4 * HOUR_MS);
    expect(data.every(({ time }) => time >= meta.from && time < meta.to)).toBe(true);
  });

  test.each(['newest', 'top'] as const)(
    'gives its posts page by page, %s first, without gap or repeat',
    async (order) => {
      const query = `timeline=world&from=${isoOf(START + 2 * DAY_MS)}&to=${isoOf(START + 9 * DAY_MS)}&order=${order}&limit=150`;
      const ids: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: Posts = await run.get<Posts>(`/v1/posts?${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
        ids.push(...page.data.map(({ platform, account, native_id: id }) => `${platform} ${account} ${id}`));
        cursor = page.page.next_cursor;
      }
      const by = order === 'top' ? 'interactions DESC, ' : '';
      const rows = await run.ask<{ key: string }>(
        `SELECT concat(platform, ' ', account, ' ', id) AS key FROM posts
       WHERE time >= toDateTime(${(START + 2 * DAY_MS) / 1000}, 'UTC') AND time < toDateTime(${(START + 9 * DAY_MS) / 1000}, 'UTC')
       ORDER BY ${by}time DESC, platform, account, id`,
      );
      expect(rows.length).toBeGreaterThan(300);
      expect(ids).toEqual(rows.map(({ key }) => key));
    },
  );
});
