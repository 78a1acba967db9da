import { expect, onTestFinished, test } from 'vitest';
import { capturedIo } from '../../tests/support/command-io.ts';
import { manualClock } from '../../tests/support/manual-clock.ts';
import { noRows, stateView } from '../../tests/support/memory-state.ts';
import { HOUR_MS, SECOND_MS } from '../../schemas/instants.ts';
import type { Running } from '../roles/all.ts';
import { demoFeed } from './demo-feed.ts';

const START = Date.UTC(2026, 9, 1);
const NOW = START + HOUR_MS;
const begun = { timeline: 'demo', seed: 3, speed: 1, start: START, liveFrom: NOW, earlier: [] };

/** A log that takes everything and whose sinks never catch up; counts who waits for them. */
function behindForEver() {
  let waiting = 0;
  const checkpoint = { next: 0, meta: new Uint8Array(0), state: stateView(noRows()), exclusive: true };
  const store = { restore: () => Promise.resolve(checkpoint), commit: () => Promise.resolve() };
  const room = {
    engine: { store },
    open: () => Promise.resolve({ workspace: 'main', name: 'demo', partitions: 1 }),
    room: () => Promise.resolve(),
    drained() {
      waiting += 1;
      return Promise.withResolvers<void>().promise;
    },
  };
  return { running: { room } as unknown as Running, waiting: () => waiting };
}

test('a store that stays behind is waited for once, however long the world goes on', async () => {
  const { clock, advance } = manualClock(NOW);
  const { running, waiting } = behindForEver();
  const feed = await demoFeed(running, begun, { partitions: 1, data: 'data' }, capturedIo('.', { clock }).io);
  const ended = new AbortController();
  onTestFinished(() => ended.abort(new Error('the test is over')));
  feed.run(ended.signal).catch(() => undefined);
  await advance(10 * SECOND_MS);
  expect(waiting()).toBe(1);
  expect(feed.status().state).toBe('catching-up');
});
