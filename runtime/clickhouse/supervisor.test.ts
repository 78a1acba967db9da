import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { manualClock } from '../../tests/support/manual-clock.ts';
import type { Launched, LaunchOptions, StoreChild } from './launch.ts';
import { startFailure } from './start-failure.ts';
import { startStore, type StoreEvent, type StoreOptions } from './supervisor.ts';

type FakeChild = StoreChild & {
  die(reason: string): void;
  answers: boolean;
  endsWhenAsked: boolean;
  readonly calls: string[];
};

function childOn(port: number): FakeChild {
  const { promise: exited, resolve } = Promise.withResolvers<string>();
  const child: FakeChild = {
    pid: 4_000 + port,
    port,
    exited,
    answers: true,
    endsWhenAsked: true,
    calls: [],
    ping: async () => child.answers,
    end() {
      child.calls.push('end');
      if (child.endsWhenAsked) resolve('ended');
    },
    kill() {
      child.calls.push('kill');
      resolve('killed');
    },
    die: resolve,
  };
  return child;
}

/** Each launch takes the next answer of `script`; without one, a child on the port asked for. */
function world(script: (Launched | undefined)[] = []) {
  const directory = mkdtempSync(join(tmpdir(), 'tideline-supervisor-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const { clock, advance } = manualClock();
  const children: FakeChild[] = [];
  const launches: { at: number; port: number }[] = [];
  const events: StoreEvent[] = [];
  const launch = async ({ port }: LaunchOptions): Promise<Launched> => {
    launches.push({ at: clock.now(), port });
    const scripted = script.shift();
    if (scripted !== undefined) return scripted;
    const child = childOn(port === 0 ? 7_000 + launches.length : port);
    children.push(child);
    return { kind: 'up', child };
  };
  const report = (event: StoreEvent) => void events.push(event);
  const start = (options: Partial<StoreOptions> = {}) =>
    startStore({ directory, ...options }, { clock, randomBytes, execPath: '', environment: {}, report, launch });
  return { start, advance, children, launches, events, directory, clock };
}

const place = { directory: '/d', port: 7_001 };
const LOCKED: Launched = startFailure('Code: 76. DB::Exception: Cannot lock file status', place);
const TAKEN: Launched = startFailure('Address already in use', place);
const BROKEN: Launched = startFailure('Code: 1. DB::Exception: no such luck', place);

test('a dead child is started again at the same port, with pauses that double', async () => {
  const { start, advance, children, launches } = world([undefined, BROKEN, BROKEN, BROKEN]);
  const store = await start();
  const { url, password } = store;
  children[0]?.die('it fell over');
  await advance(199);
  expect(store.health()).toMatchObject({ state: 'restarting', since: 0, reason: 'it fell over' });
  await advance(20_000);
  expect(launches.map(({ at }) => at)).toEqual([0, 200, 600, 1_400, 3_000]);
  expect(new Set(launches.slice(1).map(({ port }) => port))).toEqual(new Set([7_001]));
  expect(store).toMatchObject({ url, password });
  expect(store.health()).toMatchObject({ state: 'up', since: 3_000, restarts: 1 });
});

test('pauses never exceed ten seconds, and begin anew once a child has lived a minute', async () => {
  const { start, advance, children, launches } = world([undefined, ...Array<Launched>(8).fill(BROKEN)]);
  await start();
  children[0]?.die('first');
  await advance(60_000);
  const gaps = launches.slice(1).map(({ at }, i) => at - (launches[i]?.at ?? 0));
  expect(Math.max(...gaps)).toBe(10_000);
  await advance(61_000);
  const diedAt = 121_000;
  children[1]?.die('second');
  await advance(1_000);
  expect(launches.at(-1)?.at).toBe(diedAt + 200);
});

test('three missed pings in a row are a stall: the child is killed and started again', async () => {
  const { start, advance, children, events } = world();
  const store = await start();
  const [first] = children;
  if (first === undefined) throw new Error('no child');
  first.answers = false;
  await advance(4_000);
  first.answers = true;
  await advance(2_000);
  first.answers = false;
  await advance(4_000);
  expect(first.calls).toEqual([]);
  await advance(3_000);
  expect(first.calls).toEqual(['kill']);
  expect(events.map(({ event }) => event)).toEqual(['store-up', 'store-stalled', 'store-died', 'store-up']);
  expect(store.health()).toMatchObject({
    state: 'up',
    restarts: 1,
    reason: expect.stringContaining('did not answer 3 pings'),
  });
});

test('a port that was taken meanwhile means a new port and new passwords, and listeners are told', async () => {
  const { start, advance, children } = world([undefined, TAKEN]);
  const store = await start();
  const before = { ...store };
  const told: unknown[] = [];
  store.onRestart((endpoint) => void told.push(endpoint));
  const forget = store.onRestart(() => expect.unreachable());
  forget();
  children[0]?.die('gone');
  await advance(1_000);
  expect(told).toEqual([{ url: store.url, user: 'store', password: store.password, viewer: store.viewer }]);
  expect(store.url).not.toBe(before.url);
  expect(store.password).not.toBe(before.password);
  expect(store.viewer.password).not.toBe(before.viewer.password);
});

test('a port that was asked for is asked for again', async () => {
  const { start, advance, children, launches } = world([undefined, TAKEN, TAKEN]);
  await start({ port: 8_123 });
  children[0]?.die('gone');
  await advance(2_000);
  expect(launches.map(({ port }) => port)).toEqual([8_123, 8_123, 8_123, 8_123]);
});

test('a directory that its last owner is still leaving is waited for, but not for ever', async () => {
  const leaving = world([LOCKED, LOCKED]);
  const started = leaving.start();
  await leaving.advance(300);
  expect((await started).health().state).toBe('up');

  const staying = world(Array<Launched>(100).fill(LOCKED));
  const refused = staying.start().catch((error: unknown) => error);
  await staying.advance(6_000);
  expect(await refused).toMatchObject({ code: 'DIRECTORY_LOCKED' });
});

test('a first start that fails is not repeated', async () => {
  const { start, launches } = world([BROKEN]);
  await expect(start()).rejects.toMatchObject({ code: 'STORE_DOWN', message: expect.stringContaining('no such luck') });
  expect(launches.length).toBe(1);
});

test('stop asks the child to end, once', async () => {
  const { start, advance, children, events } = world();
  const store = await start();
  const stopped = [store.stop(5_000), store.stop(5_000)];
  await advance(0);
  await Promise.all(stopped);
  expect(children[0]?.calls).toEqual(['end']);
  expect(store.health().state).toBe('stopped');
  await advance(60_000);
  expect(events.map(({ event }) => event)).toEqual(['store-up']);
});

test.each([
  [2_000, 2_000],
  [60_000, 10_000],
])('a child that does not end within %i ms is killed after %i ms', async (deadlineMs, killedAfterMs) => {
  const { start, advance, children, clock } = world();
  const store = await start();
  const [child] = children;
  if (child === undefined) throw new Error('no child');
  child.endsWhenAsked = false;
  const stopped = store.stop(deadlineMs).then(() => clock.now());
  await advance(killedAfterMs - 1);
  expect(child.calls).toEqual(['end']);
  await advance(1);
  expect(await stopped).toBe(killedAfterMs);
  expect(child.calls).toEqual(['end', 'kill']);
});

test('stop during the pause before a restart starts nothing any more', async () => {
  const { start, advance, children, launches } = world();
  const store = await start();
  children[0]?.die('gone');
  await advance(100);
  await store.stop(1_000);
  await advance(60_000);
  expect(launches.length).toBe(1);
});

test('a directory that cannot be made is said to be so', async () => {
  const { start, directory: existing, launches } = world();
  const directory = join(existing, 'file', 'store');
  writeFileSync(join(existing, 'file'), '');
  await expect(start({ directory })).rejects.toMatchObject({
    code: 'STORE_DOWN',
    message: expect.stringMatching(/store in .*file.store did not start.*ENOTDIR/),
  });
  expect(launches).toEqual([]);
});
