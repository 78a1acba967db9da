import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Kpis, Series } from '../../api/schemas/answers.ts';
import { openApi, type TestApi } from './api-harness.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
  await fillWeeks(api);
});
afterAll(() => api.close());

/** Three weeks of one mention every ten minutes, from a Berlin Monday on: enough to compare. */
async function fillWeeks({ client }: TestApi): Promise<void> {
  await client.command("INSERT INTO generations VALUES ('main', 'live', 'mentions', 1, '2026-01-01 00:00:00', 1)");
  for (const [width, seconds, count] of [
    ['1m', 600, 1],
    ['1h', 3600, 6],
  ] as const)
    await client.command(
      `INSERT INTO mention_window_facts SELECT 'main', 'live', 1, 'acme', {width:String},
         toDateTime('2026-03-15 23:00:00', 'UTC') + number * {seconds:UInt32}, 1, 0, {count:UInt64}, 1, 9, 0, {count:UInt64}, 0, 1
       FROM numbers(intDiv(21 * 86400, {seconds:UInt32}))`,
      { params: { width, seconds, count } },
    );
}

test('a period is compared with the same weekdays at the same local times, where the data reaches back so far', async () => {
  const compared = async (period: string) => {
    const query = `timeline=live&tz=Europe/Berlin&compare=previous&${period}`;
    const { kpis, previous } = await api.get<Kpis>(`/v1/kpis?${query}&include=authors`);
    const series = await api.get<Series>(`/v1/series?${query}`);
    expect(series.previous).toMatchObject(previous ?? {});
    const points = series.previous?.data.flatMap((group) => group.points) ?? [];
    return { kpis, previous, points, drawn: points.reduce((sum, { mentions }) => sum + mentions, 0) };
  };
  // Berlin's clocks went forward on 29 March: that local Sunday has 23 h, the one before had 24.
  const sunday = await compared('from=2026-03-28T23:00:00Z&to=2026-03-29T22:00:00Z');
  expect(sunday.previous).toEqual({ from: '2026-03-21T23:00:00.000Z', to: '2026-03-22T23:00:00.000Z' });
  expect(sunday.kpis.mentions).toMatchObject({ value: 23 * 6, previous: 24 * 6, delta: -6 });
  expect(sunday.drawn).toBe(24 * 6);

  const known = await compared('from=2026-03-22T23:00:00Z&to=2026-03-29T22:00:00Z');
  expect(known.previous?.from).toBe('2026-03-15T23:00:00.000Z');
  expect(known.kpis.mentions.previous).toBe(7 * 24 * 6);

  const half = await compared('from=2026-03-22T22:00:00Z&to=2026-03-29T21:00:00Z');
  expect(half.previous?.from).toBe('2026-03-15T22:00:00.000Z');
  const { mentions, negative_share: share, reach, authors, share_of_voice: voices } = half.kpis;
  for (const card of [mentions, share, reach, authors, ...voices])
    expect(card).toMatchObject({ value: expect.any(Number), previous: null, delta: null });
  expect(half.points).toEqual([]);
});
