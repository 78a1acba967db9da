import type { AccountItem } from '../../schemas/events/account-item.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const WIDTHS = { '1h': HOUR_MS, '1d': DAY_MS } as const;
const COUNTERS = ['likes', 'comments', 'shares', 'views', 'reach'] as const;

type Row = Record<string, number | string | boolean | undefined>;
type Snapshot = Extract<AccountItem, { kind: 'counters' }>;
type Profile = Extract<AccountItem, { kind: 'profile' }>;

/** The first of what arrived of each thing. */
function firstOf(items: readonly AccountItem[]): AccountItem[] {
  const seen = new Map<string, AccountItem>();
  for (const item of items) {
    const { kind, platform, account } = item;
    const own = kind === 'post' ? item.id : kind === 'counters' ? `${item.post} ${item.time}` : `${item.time}`;
    const key = [kind, platform, account, own].join(' ');
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}

const byTime = (a: { time: number }, b: { time: number }): number => a.time - b.time;
const accountOf = ({ platform, account }: { platform: string; account: string }): string => `${platform} ${account}`;

/** What each snapshot added, by its definition. */
function gainsOf(snapshots: readonly Snapshot[]): (Row & { time: number })[] {
  const posts = Map.groupBy(snapshots, (one) => `${accountOf(one)} ${one.post}`);
  return [...posts.values()].flatMap((readings) =>
    readings.toSorted(byTime).map(({ platform, account, time, posted, counters }, i, sorted) => {
      const row: Row & { time: number } = { platform, account, time, snapshots: 1, posts: 0, resets: 0, deletions: 0 };
      for (const name of COUNTERS) {
        const now = counters[name];
        if (now === undefined) continue;
        const before = sorted.slice(0, i).findLast((one) => one.counters[name] !== undefined)?.counters[name];
        const known = before !== undefined || posted === 0 || time - posted <= 8 * DAY_MS;
        const old = before ?? 0;
        row[name] = known ? (now < old / 2 ? now : now - old) : 0;
        if (now < old / 2) row['resets'] = Number(row['resets']) + 1;
        else if (now < old) row['deletions'] = Number(row['deletions']) + 1;
      }
      return row;
    }),
  );
}

const SUMS = ['posts', 'snapshots', ...COUNTERS, 'resets', 'deletions'] as const;

/** Engagement windows by their definition, from everything at once. Shares no code with the pipeline. */
export function naiveEngagement(items: readonly AccountItem[]): Row[] {
  const first = firstOf(items);
  const posts = first
    .filter((item) => item.kind === 'post')
    .map(({ platform, account, time }): Row & { time: number } => ({ platform, account, time, posts: 1 }));
  const gains = [...posts, ...gainsOf(first.filter((item) => item.kind === 'counters'))];
  return (['1h', '1d'] as const).flatMap((width) => {
    const windows = Map.groupBy(
      gains,
      ({ platform, account, time }) => `${String(platform)} ${String(account)} ${time - (time % WIDTHS[width])}`,
    );
    return [...windows].map(([key, inside]) => {
      const [platform = '', account = '', start] = key.split(' ');
      const row: Row = { platform, account, width, start: Number(start), complete: true };
      for (const name of SUMS) row[name] = inside.reduce((sum, one) => sum + Number(one[name] ?? 0), 0);
      return row;
    });
  });
}

/** Growth windows by their definition. */
export function naiveGrowth(items: readonly AccountItem[]): Row[] {
  const profiles = firstOf(items).filter((item): item is Profile => item.kind === 'profile');
  const gained = [...Map.groupBy(profiles, accountOf).values()].flatMap((readings) =>
    readings.toSorted(byTime).map((one, i, sorted) => {
      const before = sorted.slice(0, i).findLast(({ followers }) => followers !== undefined)?.followers;
      const { followers = 0 } = one;
      return { ...one, gained: one.followers === undefined ? 0 : followers - (before ?? followers) };
    }),
  );
  return (['1h', '1d'] as const).flatMap((width) => {
    const windows = Map.groupBy(gained, (one) => `${accountOf(one)} ${one.time - (one.time % WIDTHS[width])}`);
    return [...windows].map(([key, inside]): Row => {
      const [platform = '', account = '', start] = key.split(' ');
      const newest = (name: 'followers' | 'following' | 'posts'): number | undefined =>
        inside.toSorted(byTime).findLast((one) => one[name] !== undefined)?.[name];
      return {
        platform,
        account,
        width,
        start: Number(start),
        snapshots: inside.length,
        gained: inside.reduce((sum, one) => sum + one.gained, 0),
        followers: newest('followers'),
        following: newest('following'),
        posts: newest('posts'),
        complete: true,
      };
    });
  });
}

/**
 * Rows of rates by their definition: at every end at which the hours in the week or in the week before are others than an hour earlier.
 * Errors are left to the worked examples.
 */
export function naiveRates(items: readonly AccountItem[]): Row[] {
  const hours = naiveEngagement(items).filter(({ width }) => width === '1h');
  return [...Map.groupBy(hours, ({ platform, account }) => `${String(platform)} ${String(account)}`).values()].flatMap(
    (own) => {
      const inside = (end: number, weeks: number): Row[] =>
        own.filter(
          ({ start }) => Number(start) >= end - (weeks + 1) * 7 * DAY_MS && Number(start) < end - weeks * 7 * DAY_MS,
        );
      const names = (end: number): string =>
        [0, 1]
          .map((weeks) =>
            inside(end, weeks)
              .map(({ start }) => start)
              .join(),
          )
          .join('|');
      const sum = (rows: readonly Row[], name: string): number => rows.reduce((all, row) => all + Number(row[name]), 0);
      const starts = own.map(({ start }) => Number(start));
      const rows: Row[] = [];
      for (let end = Math.min(...starts); end <= Math.max(...starts) + 15 * DAY_MS; end += HOUR_MS) {
        if (names(end) === names(end - HOUR_MS)) continue;
        const [week, before] = [inside(end, 0), inside(end, 1)];
        const [{ platform = '', account = '' } = {}] = own;
        const interactions = (of: readonly Row[]): number => sum(of, 'likes') + sum(of, 'comments') + sum(of, 'shares');
        rows.push({
          platform,
          account,
          until: end,
          posts: sum(week, 'posts'),
          interactions: interactions(week),
          reach: sum(week, 'reach'),
          postsBefore: sum(before, 'posts'),
          interactionsBefore: interactions(before),
          reachBefore: sum(before, 'reach'),
        });
      }
      return rows;
    },
  );
}

/** Rows as a table keeps them: the last of a key wins. In one order, to be compared. */
export function lastOfEach(rows: readonly object[], key: readonly string[]): object[] {
  const keyOf = (row: object): string => key.map((name) => String(Reflect.get(row, name))).join(' ');
  const last = new Map(rows.map((row) => [keyOf(row), row]));
  return [...last].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
