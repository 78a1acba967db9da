import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Partition } from '../runtime/log/log.ts';
import { taskName } from '../runtime/task/task.ts';
import { systemClock } from '../runtime/time/clock.ts';
import type { Item } from '../schemas/events/item.ts';
import { intake } from '../schemas/streams.ts';
import { chunkOf, data, tick } from '../tests/support/records.ts';
import { MAPPING_ID, mappingRecordOf, watchesRecordOf } from '../tests/support/tiny-world.ts';
import { openRoom, type Room, type RoomDeps, type RoomOptions } from './compose.ts';
import type { HooksModule } from './threads/messages.ts';
import { placeOf } from './threads/parts.ts';

/** Nobody listens there: rows wait, and the log fills. */
const NO_STORE = { url: 'http://127.0.0.1:1', user: 'nobody', password: '' };
const NEVER = new AbortController().signal;
const DAY = 86_400_000;
const NOON = Date.UTC(2026, 2, 1, 12);

function opening(
  options: Partial<RoomOptions> = {},
  hooks?: HooksModule,
  onMoved: RoomDeps['onMoved'] = () => undefined,
): Promise<Room> {
  const directory = mkdtempSync(join(tmpdir(), 'tideline-room-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return openRoom(
    {
      logFile: join(directory, 'log.sqlite'),
      maxBytes: 1e9,
      intakeMs: DAY,
      retainEveryMs: DAY,
      foldWorkers: 1,
      ...options,
    },
    {
      clock: systemClock,
      endpoint: () => NO_STORE,
      onMoved,
      say: () => undefined,
      hooks,
    },
  );
}

const timeline = { workspace: 'main', name: 'test', partitions: 4 };
const partition = (index: number): Partition<Item> => ({ ...placeOf(timeline, index), stream: intake, generation: 0 });

async function opened(options?: Partial<RoomOptions>): Promise<Room> {
  const room = await opening(options);
  onTestFinished(() => room.close());
  await room.open('main', 'test', 4, 4);
  return room;
}

/** Makes the engine's thread do this when a timeline is created. */
function doing(code: string): HooksModule {
  const source = `export const threadHooks = () => ({ engine: { at: (point) => {
    if (point === 'timeline-creation') setImmediate(() => { ${code} });
  } } });`;
  return { module: `data:text/javascript,${encodeURIComponent(source)}`, argument: undefined };
}

/** Nobody has sent the mapping that it names: normalise cannot go on. */
const stray: Item = { source: 's', mapping: 'unknown', origin: 's:0', size: 2, raw: Buffer.from('{}') };

test.each([0, 1, 2])('with %i fold workers the tasks of every partition run', async (foldWorkers) => {
  const room = await opened({ foldWorkers });
  const positions = [0, 1, 2, 3].map(async (index) => {
    await room.engine.log.append(partition(index), chunkOf<Item>([tick(1_000)]));
    const task = taskName('normalise', placeOf(timeline, index));
    while ((await room.engine.store.restore(task)).next === 0) await room.engine.bell.next(room.signal);
    return (await room.engine.store.restore(task)).next;
  });
  expect(await Promise.all(positions)).toEqual([1, 1, 1, 1]);
});

test.each([0, 1])('what breaks in a task of partition %i, whichever thread it is on, ends all', async (index) => {
  const room = await opened();
  await room.engine.log.append(partition(index), chunkOf<Item>([data(stray, 0)]));
  await expect(room.failed).rejects.toThrow('intake holds no mapping unknown');
  expect(room.signal.reason).toMatchObject({ message: expect.stringContaining('no mapping') as string });
  await expect(room.drained(NEVER)).rejects.toThrow('no mapping');
});

test('an engine that fails ends all, and says why with its code', async () => {
  const room = await opened({ maxPages: 60 });
  const wait = room.engine.log.read(partition(3), 0).next(NEVER);
  wait.catch(() => undefined);
  const item = { ...stray, raw: Buffer.alloc(4_000_000) };
  const full = expect.objectContaining({ code: 'DISK_FULL' }) as unknown;
  await expect(room.engine.log.append(partition(0), chunkOf<Item>([data(item, 0)]))).rejects.toThrow(full);
  await expect(room.failed).rejects.toThrow(full);
  await expect(wait).rejects.toThrow(full);
});

test.each([
  ['an error that nobody catches', "throw new RangeError('out of the blue')", 'out of the blue'],
  ['an end of the thread', 'process.exit(3)', 'the thread engine ended by itself, with code 3'],
])("%s ends all, and whoever waits for the engine's answer hears it", async (_what, code, message) => {
  const room = await opening({}, doing(code));
  onTestFinished(() => room.close());
  const asking = async (): Promise<never> => {
    await room.open('main', timeline.name, 4, 4);
    for (;;) await room.engine.log.append(partition(0), chunkOf<Item>([tick(1_000)]));
  };
  await Promise.all([expect(asking()).rejects.toThrow(message), expect(room.failed).rejects.toThrow(message)]);
});

test('every thread follows the store to where it moves', async () => {
  const tables = new Set<string>();
  const asked = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    tables.add(/INSERT INTO (\w+)/.exec(decodeURIComponent(request.url ?? '').replaceAll('+', ' '))?.[1] ?? '');
    // The engine's thread carries the one, the folds' thread the other.
    if (tables.has('mention_window_facts') && tables.has('mention_facts')) asked.resolve();
    request.resume().on('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  let move: ((endpoint: typeof NO_STORE) => void) | undefined;
  const room = await opening({}, undefined, (listener) => (move = listener));
  onTestFinished(() => room.close());
  await room.open('main', 'test', 4, 4);
  const item: Item = { ...stray, mapping: MAPPING_ID, raw: Buffer.from(`{"id":"1","text":"alpha","time":${NOON}}`) };
  for (const index of [0, 1, 2, 3]) {
    const records = [mappingRecordOf(), watchesRecordOf(1), data(item, NOON), tick(NOON, { final: true })];
    await room.engine.log.append(partition(index), chunkOf<Item>(records));
  }
  const { port } = server.address() as AddressInfo;
  move?.({ ...NO_STORE, url: `http://127.0.0.1:${port}` });
  await expect(asked.promise).resolves.toBeUndefined();
});

test('a log that cannot be opened is refused with its code, and no thread stays behind', async () => {
  await expect(opening({ logFile: join(tmpdir(), 'no', 'such', 'directory', 'log.sqlite') })).rejects.toThrow(
    expect.objectContaining({ code: 'DIRECTORY_READONLY' }),
  );
});

test('closing stops tasks and sinks between two commits, whatever waits', async () => {
  const room = await opening();
  await room.open('main', 'test', 4, 4);
  const asked = room.engine.log.append(partition(1), chunkOf<Item>([tick(1_000)]));
  await room.close();
  expect(await asked).toBe(0);
  await expect(room.engine.log.append(partition(1), chunkOf<Item>([tick(2_000)]))).rejects.toThrow('the log is closed');
});
