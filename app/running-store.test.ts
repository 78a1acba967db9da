import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { Interrupted } from './io.ts';
import { capturedIo, temporaryDirectory } from '../tests/support/command-io.ts';
import { openMigratedStore } from '../tests/integration/store-harness.ts';
import { DEFAULTS } from './config/settings.ts';
import { claimAfterQuestions, claimDirectory, dataDirectory, QUESTION } from './directory.ts';
import { openStore } from './running-store.ts';

const main = join(import.meta.dirname, 'main.ts');
const since = '2026-06-14T00:00:00.000Z';

/** A directory that a stopped run has left: it has a store, and nobody writes it. */
function stopped(): string {
  const cwd = temporaryDirectory();
  mkdirSync(join(cwd, 'data', 'store'), { recursive: true });
  return cwd;
}

/** Asks in a process of its own. */
async function asked(cwd: string, query: string): Promise<{ code: unknown; out: string; err: string }> {
  const child = spawn(process.execPath, [main, 'sql', '--data', 'data', query], { cwd, stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const code = new Promise((resolve) => child.once('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, out, err };
}

test('six questions at once to a stopped directory are all answered, and nothing runs on after them', async () => {
  const cwd = stopped();
  const filled = await openMigratedStore({ directory: dataDirectory(join(cwd, 'data')).storeDirectory });
  await filled.store.stop(5_000);
  // Some outlast the one that has started the store.
  const answers = await Promise.all([0, 1, 0, 2, 0, 1].map((s) => asked(cwd, `SELECT sleep(${s}) + 42 AS answer`)));
  expect(answers).toEqual(answers.map(() => ({ code: 0, out: 'answer\n42\n', err: expect.any(String) })));
  expect(existsSync(dataDirectory(join(cwd, 'data')).joinFile)).toBe(false);
}, 60_000);

test('a question waits while another process starts the store, and says for whom', async () => {
  const cwd = stopped();
  const { directory, release } = claimDirectory(join(cwd, 'data'), { pid: process.pid, command: 'up', since });
  let now = 0;
  const sleep = async (ms: number): Promise<void> => {
    now += ms;
    if (now > 5_000) release();
  };
  const { io, err } = capturedIo(cwd, { clock: { now: () => now, sleep } });
  rmSync(directory.storeDirectory, { recursive: true });
  await expect(openStore(directory, () => DEFAULTS.store, io)).rejects.toThrow(/There is no store/);
  expect(err()).toBe(
    `Waiting for the store of ${directory.root}, which \`tideline up\` (process ${process.pid}) starts or stops …\n`,
  );
});

test('a store that never answers ends the wait with the name of the process that holds it', async () => {
  const cwd = stopped();
  const { directory, release } = claimDirectory(join(cwd, 'data'), { pid: process.pid, command: 'up', since });
  onTestFinished(release);
  let now = 0;
  const sleep = async (ms: number): Promise<void> => void (now += ms);
  const { io } = capturedIo(cwd, { clock: { now: () => now, sleep } });
  await expect(openStore(directory, () => DEFAULTS.store, io)).rejects.toMatchObject({
    code: 'STORE_DOWN',
    message: expect.stringContaining(`\`tideline up\` (process ${process.pid}) holds it`),
  });
});

test('Ctrl-C ends the wait', async () => {
  const cwd = stopped();
  const { directory, release } = claimDirectory(join(cwd, 'data'), { pid: process.pid, command: 'up', since });
  onTestFinished(release);
  const { io, abort } = capturedIo(cwd);
  const opening = openStore(directory, () => DEFAULTS.store, io);
  abort(new Interrupted('SIGINT'));
  await expect(opening).rejects.toThrow(/SIGINT|aborted/);
});

test('a command that writes waits for a question, and is refused by another writer', async () => {
  const cwd = stopped();
  const root = join(cwd, 'data');
  const { release } = claimDirectory(root, { pid: process.pid, command: QUESTION, since });
  const sleep = async (): Promise<void> => release();
  const { io, err } = capturedIo(cwd, { clock: { now: () => 0, sleep } });
  const claimed = await claimAfterQuestions(root, { pid: process.pid, command: 'up', since }, io);
  onTestFinished(claimed.release);
  expect(err()).toMatch(/^Waiting for a question/);
  await expect(claimAfterQuestions(root, { pid: 1, command: 'replay', since }, io)).rejects.toMatchObject({
    code: 'DIRECTORY_LOCKED',
  });
});

test('--data that names a file is refused in plain words', () => {
  const cwd = temporaryDirectory();
  const file = join(cwd, 'file');
  writeFileSync(file, '');
  expect(() => claimDirectory(file, { pid: 1, command: 'up', since })).toThrow(/is a file: it must name a directory/);
});
