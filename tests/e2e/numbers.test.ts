import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EngagementRow, MentionRow, TruthRow } from '../../connectors/world/truth/rows.ts';
import { DAY_MS, isoOf } from '../../schemas/instants.ts';
import { launchBrowser } from './browser.ts';
import { openPage } from './open-page.ts';
import { program, type Program } from './program.ts';
import { screen } from './screen.ts';

/** A world of three days as files, with all its faults, and the truth that was written beside them. */
const SEED = '11';
const WATCH = 'norvane';

let browser: Browser;
let tideline: Program;
let truth: { readonly start: number; readonly rows: readonly TruthRow[] };

beforeAll(async () => {
  browser = await launchBrowser();
  tideline = program('up');
  const files = join(tideline.directory, 'world');
  await tideline.runs('world', files, '--days', '3', '--seed', SEED);
  for (const kind of ['mention', 'counters']) {
    const file = join(files, `plaza-${kind}`);
    const how = ['--mapping', `${file}.mapping.yaml`, '--config', join(files, 'tideline.yaml'), '--order', 'file'];
    await tideline.runs('replay', `${file}.ndjson`, ...how);
  }
  truth = JSON.parse(readFileSync(join(files, 'truth.json'), 'utf8')) as typeof truth;
  await tideline.start();
}, 240_000);

afterAll(async () => {
  await browser.close();
  await tideline.remove();
});

/** The second day: all of it is behind the horizon's reach of nothing that is still to come. */
const period = () => ({ from: isoOf(truth.start + DAY_MS), to: isoOf(truth.start + 2 * DAY_MS), tz: 'UTC' });

async function rowsOf<Row>(sql: string): Promise<Row[]> {
  const answer = await fetch(`${tideline.url}/v1/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sql }),
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  return ((await answer.json()) as { data: Row[] }).data;
}

async function kpis<Kpis>(asked: Record<string, string>): Promise<Kpis> {
  const answer = await fetch(`${tideline.url}/v1/kpis?${new URLSearchParams(asked).toString()}`);
  expect(answer.status, await answer.clone().text()).toBe(200);
  return ((await answer.json()) as { kpis: Kpis }).kpis;
}

async function cards(asked: Record<string, string>) {
  const page = await openPage(browser);
  await page.goto(`${tideline.url}/?${new URLSearchParams(asked).toString()}`);
  const seen = screen(page);
  await seen.card('Mentions').waitFor();
  return seen;
}

function inPeriod<Row extends { readonly start: number }>(rows: readonly Row[]): Row[] {
  return rows.filter(({ start }) => start >= truth.start + DAY_MS && start < truth.start + 2 * DAY_MS);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('every number is the same on the card, by the API, by SQL and in the truth of the world', () => {
  test('of mentions', async () => {
    const asked = { ...period(), timeline: 'plaza-mention', watch: WATCH };
    const { numberOf } = await cards(asked);
    const hours = inPeriod(
      truth.rows.filter((row): row is MentionRow => row.kind === 'mentions' && row.width === '1h'),
    );
    const own = hours.filter(({ brand }) => brand === WATCH);
    const [rows] = await rowsOf<Record<'mentions' | 'reach' | 'negative', string>>(
      `SELECT sum(mentions) AS mentions, sum(reach) AS reach, sum(negative) AS negative FROM mention_windows
       WHERE timeline = 'plaza-mention' AND watch = '${WATCH}' AND width = '1m'
         AND start >= parseDateTimeBestEffort('${asked.from}') AND start < parseDateTimeBestEffort('${asked.to}')`,
    );
    const api = await kpis<Record<'mentions' | 'reach' | 'negative_share', { value: number }>>(asked);
    const [mentions, reach] = [sum(own.map((row) => row.mentions)), sum(own.map((row) => row.reach))];
    expect(mentions).toBeGreaterThan(1_000);
    expect([await numberOf('Mentions'), api.mentions.value, Number(rows?.mentions)]).toEqual(Array(3).fill(mentions));
    expect([await numberOf('Reach'), api.reach.value, Number(rows?.reach)]).toEqual(Array(3).fill(reach));
    // What is negative is the opinion of VADER, not of the world: three of a kind.
    const share = Number(rows?.negative) / Number(rows?.mentions);
    expect(api.negative_share.value).toBeCloseTo(share, 12);
    expect(await numberOf('Negative share')).toBeCloseTo(share * 100, 1);
  });

  test('of share of voice', async () => {
    const asked = { ...period(), timeline: 'plaza-mention' };
    const hours = inPeriod(
      truth.rows.filter((row): row is MentionRow => row.kind === 'mentions' && row.width === '1h'),
    );
    const of = (rows: readonly MentionRow[]): number => sum(rows.map((row) => row.mentions));
    const api = await kpis<{ share_of_voice: readonly { watch: string; value: number }[] }>(asked);
    const share = of(hours.filter(({ brand }) => brand === WATCH)) / of(hours);
    expect(api.share_of_voice.find(({ watch }) => watch === WATCH)?.value).toBeCloseTo(share, 12);
    const { numberOf } = await cards(asked);
    expect(await numberOf(`Share of voice · ${WATCH}`)).toBeCloseTo(share * 100, 1);
  });

  test('of engagement', async () => {
    const asked = { ...period(), timeline: 'plaza-counters' };
    const hours = inPeriod(truth.rows.filter((row): row is EngagementRow => row.kind === 'engagement'));
    const interactions = sum(hours.map(({ likes, comments, shares }) => likes + comments + shares));
    const reach = sum(hours.map((row) => row.reach));
    const [rows] = await rowsOf<Record<'interactions' | 'reach', string>>(
      `SELECT sum(likes + comments + shares) AS interactions, sum(reach) AS reach FROM engagement_windows
       WHERE timeline = 'plaza-counters' AND width = '1h'
         AND start >= parseDateTimeBestEffort('${asked.from}') AND start < parseDateTimeBestEffort('${asked.to}')`,
    );
    const api = await kpis<{ engagement_rate: { value: number } }>(asked);
    expect([Number(rows?.interactions), Number(rows?.reach)]).toEqual([interactions, reach]);
    expect(api.engagement_rate.value).toBeCloseTo(interactions / reach, 12);
    const { numberOf } = await cards(asked);
    expect(await numberOf('Engagement rate')).toBeCloseTo((interactions / reach) * 100, 1);
  });
});
