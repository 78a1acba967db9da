import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replay } from '../../app/commands/replay.ts';
import { sql } from '../../app/commands/sql.ts';
import { writeWorldFiles, type WorldCommandOptions } from '../../app/commands/world.ts';
import { mappingNameOf, mappingsOf } from '../../connectors/world/mappings.ts';
import { PLATFORMS } from '../../connectors/world/platforms.ts';
import type { Totals } from '../../connectors/world/truth/truth.ts';
import type { EngagementRow, MentionRow, TruthRow } from '../../connectors/world/truth/rows.ts';
import { readMapping } from '../../ingest/normalise/mapping-file.ts';
import { KINDS, type Kind } from '../../connectors/world/event.ts';
import { capturedIo, temporaryDirectory } from '../support/command-io.ts';

const MINUTE = 60_000;
const { PATH, HOME } = process.env;
const common = { data: 'data', config: undefined, quiet: true };
const wish: WorldCommandOptions = {
  ...common,
  dir: 'w',
  seed: 6,
  days: 4,
  start: Date.UTC(2026, 0, 5),
  platforms: 1,
  accounts: 8,
  // Hours of a brand stay below 1,024 people, up to which they are counted exactly.
  perHour: 25,
  scenario: 'demo',
};

async function written(changes: Partial<WorldCommandOptions> = {}) {
  const cwd = temporaryDirectory();
  const { io, out, err } = capturedIo(cwd, { env: { PATH, HOME } });
  expect(await writeWorldFiles({ ...wish, ...changes }, io)).toBe(0);
  const truth = JSON.parse(readFileSync(join(cwd, 'w', 'truth.json'), 'utf8')) as { rows: TruthRow[]; totals: Totals };
  return { cwd, said: out(), hint: err(), truth };
}

test('a mapping that is written is read as the one that the world has', async () => {
  const { cwd } = await written({ platforms: 2, days: 1, accounts: 1, perHour: 1 });
  const mappings = mappingsOf(PLATFORMS);
  const names = readdirSync(join(cwd, 'w')).filter((name) => name.endsWith('.mapping.yaml'));
  expect(names).toHaveLength(2 * KINDS.length);
  for (const { name } of PLATFORMS.slice(0, 2)) {
    for (const kind of KINDS) {
      const text = readFileSync(join(cwd, 'w', `${name}-${kind}.mapping.yaml`), 'utf8');
      expect(readMapping(text)).toEqual(mappings.get(mappingNameOf(name, kind)));
    }
  }
});

test('what is written comes with the command that reads it, into a timeline of its name', async () => {
  const { hint } = await written({ days: 1, accounts: 0, perHour: 1, data: 'elsewhere', quiet: false });
  expect(hint).toMatch(/stop `up` and `demo` there first/);
  expect(hint.trimEnd().split('\n').at(-1)).toBe(
    'npx tideline replay w/plaza-mention.ndjson --mapping w/plaza-mention.mapping.yaml --config w/tideline.yaml --order file --timeline w --data elsewhere',
  );
});

type Ask = (query: string) => Promise<Record<string, unknown>[]>;

/** The lines of one kind of a world that was written, replayed in their order; how to ask what came of them. */
async function replayed(cwd: string, kind: Kind, partitions: number): Promise<Ask> {
  const { io } = capturedIo(cwd, { env: { PATH, HOME } });
  const base = `w/plaza-${kind}`;
  const from = { file: `${base}.ndjson`, mapping: `${base}.mapping.yaml`, config: 'w/tideline.yaml' };
  const how = { speed: 'max', order: 'file', again: false, timeline: 'day', partitions } as const;
  expect(await replay({ ...common, ...from, ...how }, io)).toBe(0);
  return async (query) => {
    const asking = capturedIo(cwd, { env: { PATH, HOME } });
    await sql({ ...common, query, format: 'JSONEachRow' }, asking.io);
    return asking
      .out()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  };
}

test.each([1, 4])(
  'a world that is written and replayed on %i partitions gives the rows of its truth, late and repeated lines and all',
  { timeout: 2 * MINUTE },
  async (partitions) => {
    const { cwd, truth, said } = await written();
    const ask = await replayed(cwd, 'mention', partitions);
    const rows = await ask(
      'SELECT watch, width, toUnixTimestamp(start) AS at, mentions, authors, reach FROM mention_windows',
    );
    const key = (...values: unknown[]): string => values.map(String).join(' ');
    const expected = truth.rows
      .filter((row): row is MentionRow => row.kind === 'mentions')
      .map((row) => key(row.brand, row.width, row.start / 1_000, row.mentions, row.authors, row.reach));
    const found = rows.map((row) =>
      key(row['watch'], row['width'], row['at'], row['mentions'], row['authors'], row['reach']),
    );
    expect(found.toSorted()).toEqual(expected.toSorted());

    const counts = new Map(
      (await ask('SELECT counter, value FROM counts')).map((row) => [row['counter'], Number(row['value'])]),
    );
    const { lines, dead, repeated, counted, late } = truth.totals.kinds.mention;
    expect(Object.fromEntries(counts)).toMatchObject({ lines, dead, repeated, counted, late });
    expect([repeated > 0, late > 0]).toEqual([true, true]);
    expect(said).toContain(
      `mention   ${lines} = ${dead} dead + ${repeated} repeated + ${counted} counted + ${late} late\n`,
    );
  },
);

test('its counters replayed give the hours of engagement of its truth', { timeout: 2 * MINUTE }, async () => {
  const { cwd, truth } = await written({ accounts: 36, perHour: 1 });
  const ask = await replayed(cwd, 'counters', 4);
  const sums = ['snapshots', 'likes', 'comments', 'shares', 'views', 'reach', 'resets', 'deletions'] as const;
  const rows = await ask(
    `SELECT account, toUnixTimestamp(start) * 1000 AS start, ${sums.join(', ')} FROM engagement_windows WHERE width = '1h'`,
  );
  const key = (row: object): string =>
    ['account', 'start', ...sums].map((name) => String(Reflect.get(row, name))).join(' ');
  // Posts are in a file of their own, so hours in which nothing was read are not here.
  const wanted = truth.rows.filter((row): row is EngagementRow => row.kind === 'engagement' && row.snapshots > 0);
  expect(rows.map(key).toSorted()).toEqual(wanted.map(key).toSorted());
  expect(wanted.length).toBeGreaterThan(200);
  expect(wanted.some(({ deletions }) => deletions > 0)).toBe(true);
});
