import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { createTimelines } from './timelines.ts';

/** A store whose answers are numbered; `fails` for as long as it is away. */
function asked() {
  const store = { count: 0, isAway: false };
  const clock = { at: 0, now: () => clock.at };
  const stream = () => {
    if (store.isAway) return Promise.reject(new Error('away'));
    store.count += 1;
    const data = [{ timeline: `t${store.count}`, generation: 1 }];
    return Promise.resolve(Readable.from([Buffer.from(JSON.stringify({ data, statistics: { rows_read: 1 } }))]));
  };
  return { store, clock, timelines: createTimelines({ stream }, 'main', clock) };
}

const first = (rows: readonly { timeline: string }[]) => rows[0]?.timeline;

test('requests of one second share an answer, also before it is there; later ones ask anew', async () => {
  const { clock, timelines } = asked();
  expect((await Promise.all([timelines.recent(), timelines.recent()])).map(first)).toEqual(['t1', 't1']);
  clock.at = 999;
  expect(first(await timelines.recent())).toBe('t1');
  clock.at = 1_000;
  expect(first(await timelines.recent())).toBe('t2');
});

test('who must know asks at once, and others have it from there', async () => {
  const { timelines } = asked();
  await timelines.recent();
  expect(first(await timelines.now())).toBe('t2');
  expect(first(await timelines.recent())).toBe('t2');
});

test("a failure is nobody else's: the next request asks again", async () => {
  const { store, timelines } = asked();
  store.isAway = true;
  await expect(timelines.recent()).rejects.toThrow('away');
  store.isAway = false;
  expect(first(await timelines.recent())).toBe('t1');
});
