import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { capturedIo, temporaryDirectory } from '../../tests/support/command-io.ts';
import { until } from '../../tests/integration/store-harness.ts';
import { Interrupted } from '../io.ts';
import type { CrashHooks } from '../roles/all.ts';
import { doctor } from './doctor.ts';
import { replay, type ReplayCommandOptions } from './replay.ts';
import { up } from './up.ts';

const TIMES = Date.UTC(2026, 0, 1);

/** A directory with a mapping, a watch of `acme`, and `a.jsonl` of these lines. */
function recorded(lines: readonly object[]): string {
  const cwd = temporaryDirectory();
  const fields = '{ id: id, text: text, time: ts }';
  writeFileSync(join(cwd, 'm.yaml'), `{ format: ndjson, platform: x, fields: ${fields} }\n`);
  writeFileSync(join(cwd, 'tideline.yaml'), 'watches: [{ name: acme, any: [acme] }]\n');
  writeFileSync(join(cwd, 'a.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return cwd;
}

const good = (id: number): object => ({ id, text: `acme ${id}`, ts: new Date(TIMES + id * 1_000).toISOString() });
const dead = (id: number, length = 1): object => ({ id, text: 'x'.repeat(length), ts: 'never' });
const some = (count: number, make: (id: number) => object): object[] =>
  Array.from({ length: count }, (_, i) => make(i));

const options: ReplayCommandOptions = {
  data: 'data',
  config: undefined,
  quiet: false,
  file: 'a.jsonl',
  mapping: 'm.yaml',
  speed: 'max',
  order: 'time',
  again: false,
};

async function replayed(cwd: string, changes: Partial<ReplayCommandOptions> = {}, hooks: CrashHooks = {}) {
  const { io, out, err } = capturedIo(cwd);
  const code = await replay({ ...options, ...changes }, io, hooks);
  return { code, out: out(), err: err() };
}

async function advice(cwd: string): Promise<string> {
  const { io, out } = capturedIo(cwd);
  await doctor({ ...options, json: false }, io);
  return out();
}

describe('the summary', () => {
  test('says why lines are dead; one good line makes the replay a success', async () => {
    const { code, out } = await replayed(recorded([...some(3, dead), { id: 9 }, good(7)]));
    expect(code).toBe(0);
    expect(out).toContain('= 4 dead + 1 items\n  dead     3 bad-time, 1 missing-field\n');
  });

  test('of a file whose lines are all dead fails, with the reasons and the next command, also with --quiet', async () => {
    const { code, err } = await replayed(recorded([...some(3, dead), { id: 9 }]), { quiet: true });
    expect(code).toBe(1);
    expect(err).toMatch(/every line is dead \(3 bad-time, 1 missing-field\)/);
    expect(err).toMatch(/npx tideline topics dlq --data data --timeline a\n/);
  });
});

describe('a log that its own dead letters fill', () => {
  test('ends the replay at its bound, and with more room the same command goes on', async () => {
    const cwd = recorded(some(200, (id) => dead(id, 100_000)));
    // A page is 4 MB, and it becomes letters of the same size.
    const maxBytes = 4_000_000;
    const { io, err } = capturedIo(cwd);
    await expect(replay(options, io, { log: { maxBytes } })).rejects.toMatchObject({
      code: 'LOG_FULL',
      message: expect.stringMatching(/full of dead letters: .*topics dlq --data data.* raise log\.maxBytes/),
    });
    expect(err()).not.toMatch(/waits for dead-letters/);
    expect(await advice(cwd)).toMatch(/replays: timeline a is read up to line \d+; .*npx tideline replay .*a\.jsonl/);
    const { out } = await replayed(cwd);
    expect(out).toContain('  lines    200 = 200 dead + 0 items\n');
    expect(await advice(cwd)).toMatch(/replays: none is unfinished/);
  });
});

test('watches that differ from those the timeline was read with are said, with what that means for the sums', async () => {
  const cwd = recorded(some(3, good));
  expect((await replayed(cwd)).err).not.toMatch(/watches/i);
  writeFileSync(join(cwd, 'tideline.yaml'), 'watches: [{ name: acme, any: [acne] }, { name: other, any: [x] }]\n');
  const { err } = await replayed(cwd);
  expect(err).toMatch(
    /timeline a was read with \(new: other; changed: acme\)\.\n.*--timeline NEW for whole figures\.\n/,
  );
});

test('Ctrl-C says how far it came, and doctor and up name what goes on with it', async () => {
  const cwd = recorded(some(1_000, good));
  const { io, err, abort } = capturedIo(cwd, { talkIsTTY: true });
  const ending = replay({ ...options, speed: 10 }, io);
  void until(() => /[1-9]\d* lines/.test(err())).then(() => abort(new Interrupted('SIGINT')));
  await expect(ending).rejects.toThrow(/SIGINT|aborted/);
  expect(err()).toMatch(/stopped at \d\d? %; the same command goes on\n$/);
  expect(err()).not.toMatch(/100 %, /);
  const command =
    /timeline a is read up to line \d+; it goes on with: npx tideline replay \S+a\.jsonl --mapping \S+m\.yaml --data \S+data --speed 10\n/;
  expect(await advice(cwd)).toMatch(command);
  const upIo = capturedIo(cwd);
  const running = up({ ...options, port: 0 }, upIo.io);
  void until(() => upIo.err().includes('Ready at')).then(() => upIo.abort(new Interrupted('SIGINT')));
  await running;
  expect(upIo.err()).toMatch(command);
  expect(upIo.err()).toMatch(/^Your own data \(a\), so the demo does not run: `npx tideline demo --data data`/);
});

test('a mapping that is not there is said in plain words', async () => {
  const missing = replayed(recorded([]), { mapping: 'none.yaml' });
  await expect(missing).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(/^There is no mapping file .*none\.yaml: --mapping names a YAML file/),
  });
});
