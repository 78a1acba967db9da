import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Posts } from '../../api/schemas/answers.ts';
import { replay } from '../../app/commands/replay.ts';
import { sql } from '../../app/commands/sql.ts';
import { capturedIo, temporaryDirectory } from '../support/command-io.ts';
import { openApi } from './api-harness.ts';

const MINUTE = 60_000;
const { PATH, HOME } = process.env;
const common = { data: 'data', config: undefined, quiet: true };

/** Lines of one kind, replayed into a timeline; the answer to a query, a line of JSON a row. */
async function replayed(mapping: string, lines: readonly object[], query: string): Promise<unknown[]> {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, 'm.yaml'), mapping);
  writeFileSync(join(cwd, 'f.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const { io } = capturedIo(cwd, { env: { PATH, HOME } });
  const how = { speed: 'max', order: 'file', again: false, timeline: 'day', partitions: 1 } as const;
  expect(await replay({ ...common, file: 'f.ndjson', mapping: 'm.yaml', ...how }, io)).toBe(0);
  const asking = capturedIo(cwd, { env: { PATH, HOME } });
  await sql({ ...common, query, format: 'JSONCompactEachRow' }, asking.io);
  const rows = asking.out().trim().split('\n');
  return rows.map((row): unknown => JSON.parse(row));
}

const COUNTERS = `format: ndjson
platform: x
kind: counters
fields: { id: post, account: by, post: post, time: ts, likes: likes, views: views }
`;

test(
  'likes of 100, null and 100 are 100 gained once, and the snapshots show the null',
  { timeout: MINUTE },
  async () => {
    const lines = [
      { post: '1', by: 'ann', ts: '2026-01-05T10:00:00Z', likes: 100, views: 10 },
      { post: '1', by: 'ann', ts: '2026-01-05T11:00:00Z', likes: null, views: 20 },
      { post: '1', by: 'ann', ts: '2026-01-05T12:00:00Z', likes: 100, views: 20 },
    ];
    const gains = await replayed(
      COUNTERS,
      lines,
      "SELECT likes, views, shares, resets, deletions FROM engagement_windows WHERE width = '1h' ORDER BY start",
    );
    expect(gains.map((row) => (row as unknown[]).map(Number))).toEqual([
      [100, 10, 0, 0, 0],
      [0, 10, 0, 0, 0],
      [0, 0, 0, 0, 0],
    ]);
    const snapshots = await replayed(
      COUNTERS,
      lines,
      'SELECT toString(likes), toString(views), shares, followers FROM account_snapshot_facts FINAL ORDER BY time',
    );
    expect(snapshots).toEqual([
      ['100', '10', null, null],
      [null, '20', null, null],
      ['100', '20', null, null],
    ]);
  },
);

test(
  'followers of 100, null and 104 are a gain of 4, and an hour without any shows null',
  { timeout: MINUTE },
  async () => {
    const rows = await replayed(
      'format: ndjson\nplatform: x\nkind: profile\nfields: { id: by, account: by, time: ts, followers: f }\n',
      [
        { by: 'ann', ts: '2026-01-05T10:00:00Z', f: 100 },
        { by: 'ann', ts: '2026-01-05T11:00:00Z', f: null },
        { by: 'ann', ts: '2026-01-05T12:00:00Z', f: 104 },
      ],
      "SELECT toInt32(gained), toInt32(followers), posts FROM profile_growth WHERE width = '1h' ORDER BY start",
    );
    expect(rows).toEqual([
      [0, 100, null],
      [0, null, null],
      [4, 104, null],
    ]);
  },
);

test('posts show each counter as it was last known, in the view and in the API, and those that nobody counted come last', async () => {
  const { client, get, close } = await openApi();
  onTestFinished(close);
  await client.command(`INSERT INTO generations VALUES ('main', 'day', 'accounts', 1, '2026-01-01 00:00:00', 1),
    ('main', 'day', 'mentions', 1, '2026-01-01 00:00:00', 1)`);
  await client.command(`INSERT INTO account_post_facts (workspace, timeline, generation, time, platform, account, id, revision)
    SELECT 'main', 'day', 1, toDateTime64('2026-03-30 08:00:00', 3, 'UTC'), 'x', 'ann', arrayJoin(['counted', 'never', 'none', 'seen']), 1`);
  await client.command(`INSERT INTO account_snapshot_facts
    (workspace, timeline, generation, platform, account, post, time, revision, likes, shares, views, reach) VALUES
    ('main', 'day', 1, 'x', 'ann', 'counted', '2026-03-30 09:00:00', 1, 7, NULL, 40, 50),
    ('main', 'day', 1, 'x', 'ann', 'counted', '2026-03-30 10:00:00', 2, NULL, 3, 60, NULL),
    ('main', 'day', 1, 'x', 'ann', 'none', '2026-03-30 09:00:00', 3, 0, NULL, NULL, NULL),
    ('main', 'day', 1, 'x', 'ann', 'seen', '2026-03-30 09:00:00', 4, NULL, NULL, 5, 6)`);
  const view = await client.rows(
    'SELECT id, likes, comments, shares, views, reach, interactions, toUnixTimestamp(observed) > 0 AS was FROM posts ORDER BY id',
    { settings: { output_format_json_quote_64bit_integers: 0 } },
  );
  const nothing = { likes: null, comments: null, shares: null, views: null, reach: null, interactions: null };
  const wanted = {
    counted: { ...nothing, likes: 7, shares: 3, views: 60, reach: 50, interactions: 10 },
    none: { ...nothing, likes: 0, interactions: 0 },
    never: nothing,
    seen: { ...nothing, views: 5, reach: 6 },
  };
  expect(view).toEqual(
    (['counted', 'never', 'none', 'seen'] as const).map((id) => ({ id, ...wanted[id], was: Number(id !== 'never') })),
  );

  const pages: Posts['data'][number][] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const after = cursor === '' ? '' : `&cursor=${cursor}`;
    const answer: Posts = await get<Posts>(`/v1/posts?timeline=day&range=24h&order=top&limit=1${after}`);
    pages.push(...answer.data);
    cursor = answer.page.next_cursor;
  }
  expect(pages.map(({ native_id: id }) => id)).toEqual(['counted', 'none', 'never', 'seen']);
  for (const page of pages) expect(page).toMatchObject(wanted[page.native_id as keyof typeof wanted]);
  expect(pages.map(({ engagement_rate: rate, observed }) => [rate, observed])).toEqual([
    [0.2, '2026-03-30T10:00:00.000Z'],
    [null, '2026-03-30T09:00:00.000Z'],
    [null, null],
    [null, '2026-03-30T09:00:00.000Z'],
  ]);
});
