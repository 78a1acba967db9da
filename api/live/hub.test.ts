import { expect, onTestFinished, test } from 'vitest';
import { TidelineError } from '../../runtime/errors.ts';
import { liveLog } from '../../tests/support/live-log.ts';
import { manualClock } from '../../tests/support/manual-clock.ts';
import { recordingSubscriber } from '../../tests/support/subscriber.ts';
import type { Channel } from '../schemas/live.ts';
import { liveCounters } from './counters.ts';
import { createHub } from './hub.ts';

/** A hub over an empty timeline, and a store that may be away. */
function hubOver() {
  const { clock, advance } = manualClock(1_000_000);
  const { feed } = liveLog();
  const store = { isAway: true };
  const known = () => (store.isAway ? Promise.reject(new TidelineError('STORE_DOWN', 'gone')) : Promise.resolve([]));
  const hub = createHub({
    feed: { timeline: () => feed },
    client: { stream: () => Promise.reject(new Error('there is no timeline to ask about')) },
    timelines: { recent: known, now: known },
    workspace: 'main',
    clock,
    counters: liveCounters(),
    report: () => undefined,
    status: () => ({ state: 'live', since: null, sources: [] }),
  });
  function subscribe(channel: Channel) {
    const { subscriber, got } = recordingSubscriber();
    const leave = hub.subscribe({ channel, filter: undefined, resume: undefined }, subscriber);
    onTestFinished(leave);
    return { got, leave };
  }
  return { subscribe, advance, store };
}

test.each(['mentions', 'kpis'] as const)('the trouble of %s is forgotten with who asked for them', async (channel) => {
  const { subscribe, advance, store } = hubOver();
  const { leave } = subscribe(channel);
  const { got } = subscribe('status');
  await advance(3_000);
  expect(got.at(-1)?.data).toMatchObject({ state: 'stalled' });
  leave();
  store.isAway = false;
  await advance(3_000);
  expect(got.at(-1)?.data).toMatchObject({ state: 'live', reason: null });
});
