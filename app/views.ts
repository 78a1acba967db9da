/** What people ask, with the columns as `schemas/clickhouse` makes them: for help and for errors, also before there is a store. */
export const VIEWS: Readonly<Record<string, readonly string[]>> = {
  mentions: [
    'timeline',
    'watch',
    'platform',
    'id',
    'time',
    'author',
    'text',
    'class',
    'positive',
    'neutral',
    'negative',
    'compound',
    'late',
  ],
  mention_windows: [
    'timeline',
    'watch',
    'width',
    'start',
    'mentions',
    'authors',
    'reach',
    'positive',
    'neutral',
    'negative',
    'complete',
  ],
  posts: [
    'timeline',
    'platform',
    'account',
    'id',
    'time',
    'url',
    'lang',
    'text',
    'likes',
    'comments',
    'shares',
    'views',
    'reach',
    'interactions',
    'observed',
    'late',
  ],
  engagement_windows: [
    'timeline',
    'platform',
    'account',
    'width',
    'start',
    'posts',
    'snapshots',
    'likes',
    'comments',
    'shares',
    'views',
    'reach',
    'resets',
    'deletions',
    'complete',
  ],
  engagement_rates: [
    'timeline',
    'platform',
    'account',
    'until',
    'posts',
    'interactions',
    'reach',
    'days',
    'posts_before',
    'interactions_before',
    'reach_before',
    'days_before',
    'log_ratio',
    'log_ratio_error',
  ],
  profile_growth: [
    'timeline',
    'platform',
    'account',
    'width',
    'start',
    'snapshots',
    'gained',
    'followers',
    'following',
    'posts',
    'complete',
  ],
  counts: ['timeline', 'counter', 'value'],
};

/** A line each, indented: for `sql --help`. */
export function viewsHelp(): string {
  return Object.entries(VIEWS)
    .map(([name, columns]) => `  ${name}(${columns.join(', ')})\n`)
    .join('');
}

/** The views that a query names, with their columns; all of them when it names none. */
export function viewsIn(query: string): string[] {
  const named = Object.keys(VIEWS).filter((name) => new RegExp(String.raw`\b${name}\b`, 'i').test(query));
  const shown = named.length === 0 ? Object.keys(VIEWS) : named;
  return shown.map((name) => `${name} has: ${(VIEWS[name] ?? []).join(', ')}`);
}
