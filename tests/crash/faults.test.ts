import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test, type TestContext } from 'vitest';
import { KEEP_FREE_BYTES } from '../../runtime/clickhouse/config.ts';
import { temporaryDirectory } from '../support/command-io.ts';
import { seeded } from '../support/random.ts';
import { INCREMENT_MS, lineStream } from './stream.ts';
import type { Ending } from './run-child.ts';
import { openWorld, type World } from './world.ts';

const NAME = 'stream';
const MINUTE_MS = 60_000;
/** So slow that there is time to break something. */
const SLOWLY = INCREMENT_MS / 4_000;

function opened(data?: string) {
  const world = openWorld(temporaryDirectory(), data);
  const { increment } = lineStream(NAME, seeded(3));
  return { world, lines: increment(400), more: increment(400) };
}

/** Nothing lost, nothing doubled, after these lines too. */
async function expectExact(world: World, lines: ReturnType<typeof opened>['lines']): Promise<void> {
  const { code, stdout, stderr } = await world.replay(NAME, lines, { ask: true });
  expect({ code, stderr, wrong: world.check(stdout) }).toEqual({ code: 0, stderr, wrong: [] });
}

/** The store's process, once some lines of a run that has just begun are acknowledged. */
async function storeAtWork(world: World, running: Promise<Ending>): Promise<number> {
  let ended: Ending | undefined;
  void running.then((ending) => (ended = ending));
  while (ended === undefined) {
    if (world.acknowledgedOf(NAME) >= 50 && existsSync(world.data.joinFile)) {
      return (JSON.parse(readFileSync(world.data.joinFile, 'utf8')) as { pid: number }).pid;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`the run ended before its store could be found: ${ended.stderr}`);
}

/** Mounts, for as long as the test; where that is not allowed the test says so and is skipped. */
function mounted(context: TestContext, target: string, ...options: readonly string[]): () => void {
  mkdirSync(target, { recursive: true });
  try {
    execFileSync('mount', [...options, target], { stdio: 'pipe' });
  } catch (error) {
    console.warn(`NOT TESTED: ${context.task.name}: this system does not let us mount (${String(error)})`);
    context.skip('mounting is not allowed here');
  }
  let there = true;
  const unmount = (): void => {
    if (there) execFileSync('umount', [target]);
    there = false;
  };
  onTestFinished(unmount);
  return unmount;
}

test(
  'a full log ends the command with words, and with space everything is there',
  { timeout: 2 * MINUTE_MS },
  async () => {
    const { world, lines } = opened();
    const full = await world.replay(NAME, lines, { maxPages: 24 });
    expect(full.code).toBe(1);
    expect(full.stderr).toMatch(/The disk that holds .* is full: free some space/);
    await expectExact(world, lines);
  },
);

test(
  'a full disk ends the command with words, and with space everything is there',
  { timeout: 3 * MINUTE_MS },
  async (context) => {
    const data = join(temporaryDirectory(), 'disk');
    mounted(context, data, '-t', 'tmpfs', '-o', 'size=256m', 'tmpfs');
    const { world, lines, more } = opened(data);
    expect((await world.replay(NAME, lines)).code).toBe(0);
    const filler = join(data, 'filler');
    const { bavail, bsize } = statfsSync(data);
    writeFileSync(filler, Buffer.alloc(bavail * bsize - 400_000));
    const full = await world.replay(NAME, more);
    expect(full.code).toBeGreaterThan(0);
    expect(full.stderr).toMatch(/full/);
    rmSync(filler);
    await expectExact(world, more);
  },
);

test(
  'a disk that fills while the store inserts makes rows wait, says so, and with space each of them is there once',
  { timeout: 3 * MINUTE_MS },
  async (context) => {
    const data = join(temporaryDirectory(), 'data');
    const disk = join(data, 'store');
    mounted(context, disk, '-t', 'tmpfs', '-o', 'size=512m', 'tmpfs');
    const { world, lines, more } = opened(data);
    const told = Promise.withResolvers<void>();
    const onStderr = (text: string): void => {
      if (/^rows for mention_facts have been waiting \d+ s for the store: The disk of the store is full/m.test(text))
        told.resolve();
    };
    const replaying = world.replay(NAME, lines, { speed: SLOWLY, ask: true, onStderr });
    await storeAtWork(world, replaying);
    const filler = join(disk, 'filler');
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(filler, Buffer.alloc(bavail * bsize - KEEP_FREE_BYTES / 2));
    await Promise.race([told.promise, replaying]);
    rmSync(filler);
    const { code, stdout, stderr } = await replaying;
    expect({ code, stderr, wrong: world.check(stdout) }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/not enough space.* Free some space/),
      wrong: [],
    });
    await expectExact(world, more);
  },
);

test(
  'a directory that cannot be written is refused with words and unharmed',
  { timeout: 2 * MINUTE_MS },
  async (context) => {
    const { world, lines, more } = opened();
    expect((await world.replay(NAME, lines)).code).toBe(0);
    const { root } = world.data;
    // Permissions do not stop root: a read-only mount does.
    const unmount = mounted(context, root, '--bind', root);
    execFileSync('mount', ['-o', 'remount,ro,bind', root]);
    const refused = await world.replay(NAME, more);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/cannot be written/);
    unmount();
    await expectExact(world, more);
  },
);

test(
  'a second process is turned away, is told who works there, and disturbs nobody',
  { timeout: 2 * MINUTE_MS },
  async () => {
    const { world, lines } = opened();
    const replaying = world.replay(NAME, lines, { speed: SLOWLY, ask: true });
    await storeAtWork(world, replaying);
    const second = await world.replayDlq(NAME);
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/is in use by `tideline replay` \(process \d+, since /);
    const { code, stdout } = await replaying;
    expect({ code, wrong: world.check(stdout) }).toEqual({ code: 0, wrong: [] });
  },
);

test(
  'a flipped byte in the log is found, and named, before anything is made of it',
  { timeout: 2 * MINUTE_MS },
  async () => {
    const { world, lines } = opened();
    const aim = { point: 'normalise:before-commit', passage: 8, timeline: NAME } as const;
    expect((await world.replay(NAME, lines, { aim, speed: SLOWLY })).killed).toBe(true);
    const damaged = flipByte(world.data.logFile);
    const refused = await world.replay(NAME, lines);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /main\/stream\/intake\/\d is damaged at offset \d+ .*Restore the directory from a backup/,
    );
    flipByte(world.data.logFile, damaged);
    await expectExact(world, lines);
  },
);

/** In a chunk of intake that nobody has read yet, or in the one with this id: a byte flipped twice is as it was. Returns the id. */
function flipByte(logFile: string, id?: bigint): bigint {
  const db = new DatabaseSync(logFile);
  const unread = db.prepare(`SELECT chunks.id AS id FROM chunks, logs, tasks
    WHERE stream = 'intake' AND tasks.input = logs.id AND chunks.id = (logs.id << 40) + tasks.next`);
  unread.setReadBigInts(true);
  const chunk = id ?? (unread.get()?.['id'] as bigint);
  const bytes = Uint8Array.from(
    db.prepare('SELECT bytes FROM chunks WHERE id = ?').get(chunk)?.['bytes'] as Uint8Array,
  );
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  db.prepare('UPDATE chunks SET bytes = ? WHERE id = ?').run(bytes, chunk);
  db.close();
  return chunk;
}

test(
  'a store that is killed in the middle comes back, and the replay ends exactly',
  { timeout: 2 * MINUTE_MS },
  async () => {
    const { world, lines, more } = opened();
    const replaying = world.replay(NAME, lines, { speed: SLOWLY });
    process.kill(await storeAtWork(world, replaying), 'SIGKILL');
    const { code, stderr } = await replaying;
    expect(code).toBe(0);
    expect(stderr).toBe('The store died and is started again: (it ended with SIGKILL)\n');
    await expectExact(world, more);
  },
);

test(
  'a store that stands still is killed and replaced, and the replay ends exactly',
  { timeout: 3 * MINUTE_MS },
  async () => {
    const { world, lines, more } = opened();
    const replaying = world.replay(NAME, lines, { speed: SLOWLY });
    const store = await storeAtWork(world, replaying);
    process.kill(store, 'SIGSTOP');
    const { code } = await replaying;
    expect(code).toBe(0);
    expect(() => process.kill(store, 0)).toThrow('ESRCH');
    await expectExact(world, more);
  },
);
