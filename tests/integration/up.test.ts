import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { replay } from '../../app/commands/replay.ts';
import { up } from '../../app/commands/up.ts';
import { capturedIo, temporaryDirectory } from '../support/command-io.ts';
import { until } from './store-harness.ts';

const MINUTE = 60_000;
const { PATH, HOME } = process.env;
const surroundings = { PATH, HOME };
const options = { data: 'data', config: undefined, quiet: false, port: 0 };

interface Status {
  readonly pipeline: {
    readonly state: string;
    readonly demo?: { readonly timeline: string; readonly connect: string };
  };
  readonly timelines: readonly { readonly timeline: string; readonly counts: Readonly<Record<string, number>> }[];
}

/** `up` in this directory until it says Ready; it is stopped by `stop`, or with the test. */
async function upIn(cwd: string, env: Readonly<Record<string, string>> = {}) {
  const { io, err, out, abort } = capturedIo(cwd, { env: { ...surroundings, ...env } });
  const running = up(options, io);
  const stop = async (): Promise<number> => {
    abort(new Error('stopped'));
    return running;
  };
  onTestFinished(() => void stop());
  await Promise.race([until(() => /^Ready at \S+\n/m.test(err())), running]);
  const url = err().trimEnd().split(' ').at(-1) ?? '';
  const get = async <T>(path: string): Promise<T> => (await fetch(new URL(path, url))).json() as Promise<T>;
  return { url, err, out, get, stop };
}

test('an empty directory is the demo, and goes on as one', { timeout: 3 * MINUTE }, async () => {
  const cwd = temporaryDirectory();
  const first = await upIn(cwd);
  expect(first.err()).toMatch(/^The page is open and fills while history is made: http:/m);
  expect(first.err()).toMatch(/^making 8 days of history: 100 %, /m);
  expect(first.err()).toMatch(/\nReady at http:\/\/127\.0\.0\.1:\d+\n$/);
  expect(first.out()).toBe('');
  const status = await first.get<Status>('/v1/status');
  expect(status.pipeline).toMatchObject({
    state: 'live',
    demo: { timeline: 'demo', seed: 1, speed: 1, connect: expect.stringContaining('tideline.yaml') },
  });
  const [timeline] = status.timelines;
  expect(timeline).toMatchObject({ timeline: 'demo' });
  expect(timeline?.counts['counted']).toBeGreaterThan(50_000);
  const kpis = await first.get<{ kpis: object }>('/v1/kpis?range=7d');
  expect(kpis).toMatchObject({ meta: { timeline: 'demo' } });
  expect(await first.stop()).toBe(0);
  expect(first.err()).toMatch(/\nStopped; the same command goes on\.\n$/);

  const second = await upIn(cwd);
  expect(second.err()).not.toMatch(/making/);
  const again = await second.get<Status>('/v1/status');
  expect(again.timelines).toHaveLength(1);
  expect(again.timelines[0]?.counts['lines']).toBeGreaterThanOrEqual(timeline?.counts['lines'] ?? Infinity);
  expect(await second.stop()).toBe(0);
});

test("somebody's own timeline is shown instead of a demo, which is said with the way to it", async () => {
  const cwd = temporaryDirectory();
  const lines = [1, 2, 3].map((id) => JSON.stringify({ id, text: `acme ${id}`, ts: `2026-01-0${id}T12:00:00Z` }));
  writeFileSync(join(cwd, 'own.jsonl'), `${lines.join('\n')}\n`);
  writeFileSync(join(cwd, 'm.yaml'), '{ format: ndjson, platform: x, fields: { id: id, text: text, time: ts } }');
  writeFileSync(join(cwd, 'w.yaml'), 'watches: [{ name: acme, any: [acme] }]');
  const from = { file: 'own.jsonl', mapping: 'm.yaml', speed: 'max', order: 'time', again: false } as const;
  const { io } = capturedIo(cwd, { env: surroundings });
  expect(await replay({ ...options, ...from, config: 'w.yaml' }, io)).toBe(0);

  const { get, err, stop } = await upIn(cwd);
  expect(err()).toMatch(/^Your own data \(own\), so the demo does not run: `npx tideline demo --data data`/m);
  const { pipeline, timelines } = await get<Status>('/v1/status');
  expect(pipeline).toEqual({ state: 'idle', since: expect.any(String), sources: [] });
  expect(timelines.map(({ timeline }) => timeline)).toEqual(['own']);
  expect(await get('/v1/kpis?range=30d')).toMatchObject({ meta: { timeline: 'own' } });
  expect(await stop()).toBe(0);
});

test('watches without data are no demo either, and a token of the environment keeps others out', async () => {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, 'tideline.yaml'), 'watches: [{ name: acme, any: [acme] }]');
  const token = '0123456789abcdef';
  const { url, err, stop } = await upIn(cwd, { TIDELINE__API__TOKEN: token });
  expect(err()).toMatch(/^Watches are configured and nothing is connected yet: .*`npx tideline replay FILE/);
  expect((await fetch(new URL('/v1/status', url))).status).toBe(401);
  const headers = { authorization: `Bearer ${token}` };
  expect(await (await fetch(new URL('/v1/status', url), { headers })).json()).toMatchObject({ timelines: [] });
  expect(await stop()).toBe(0);
});
