import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../app/cli.ts';
import { capturedIo, temporaryDirectory } from '../support/command-io.ts';
import { linesOf } from '../support/log-beside.ts';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2025, 0, 1);
const LINES = 400;

/** A directory to run commands in; each resolves with what it printed, or rejects. */
function commands() {
  const cwd = temporaryDirectory();
  const write = (name: string, text: string): void => writeFileSync(join(cwd, name), text);
  write('tideline.yaml', 'watches:\n  - { name: united, any: ["@united"] }\n');
  const { PATH, HOME } = process.env;
  async function command(...args: readonly string[]): Promise<{ out: string; err: string }> {
    const { io, out, err } = capturedIo(cwd, { env: { PATH, HOME } });
    const code = await run([...args], io);
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${err()}`);
    return { out: out(), err: err() };
  }
  const letters = async (...args: readonly string[]) => linesOf((await command('topics', 'dlq', ...args)).out);
  return { cwd, write, command, letters };
}

/** Rows of ten days an hour or so apart, the youngest first; times have no zone. */
function rows(): string {
  const lines = Array.from({ length: LINES }, (_, i) => {
    const at = new Date(START + (LINES - i) * 0.6 * HOUR_MS).toISOString().slice(0, 19);
    return `${i},${at},"on @united, number ${i}",person${i % 7}`;
  });
  return ['id,when,text,who', ...lines, ''].join('\n');
}

const MAPPING = `format: csv
platform: x
fields: { id: id, text: text, time: when, author: who }
`;

test('a corrected mapping reads the letters of a CSV file in the order of time, without the file, and marks them', async () => {
  const { cwd, write, command, letters } = commands();
  write('old.csv', rows());
  write('wrong.yaml', MAPPING);
  write('right.yaml', `${MAPPING}zone: UTC\n`);
  write('misspelt.yaml', `${MAPPING.replace('when', 'wehn')}zone: UTC\n`);
  write('other.yaml', `${MAPPING.replace('csv', 'ndjson')}zone: UTC\n`);
  await command('replay', 'old.csv', '--mapping', 'wrong.yaml', '--order', 'file');
  rmSync(join(cwd, 'old.csv'));
  const dead = await letters();
  expect(dead.map(({ reason, state }) => ({ reason, state }))).toEqual(
    Array.from({ length: LINES }, () => ({ reason: 'time-without-zone', state: 'open' })),
  );

  const replayDlq = ['topics', 'replay-dlq', '--mapping'];
  await expect(command(...replayDlq, 'misspelt.yaml')).rejects.toMatchObject({
    code: 'MAPPING_INVALID',
    message: expect.stringMatching(/no column `wehn`; did you mean `when`\?/),
  });
  await expect(command(...replayDlq, 'other.yaml')).rejects.toMatchObject({
    code: 'MAPPING_INVALID',
    message: expect.stringMatching(
      /^400 dead letters of old .* read as csv, .* format: ndjson\. .*--from letters\.ndjson/,
    ),
  });

  // Partition by partition many of them would come more than 48 h behind.
  const { out } = await command(...replayDlq, 'right.yaml');
  expect(out).toMatch(/^400 dead letters of old were read again\n/);
  expect(out).toMatch(/mentions 400 = 0 repeated \+ 400 counted \+ 0 late/);
  expect(await letters()).toEqual([]);
  expect(await letters('--all')).toMatchObject(dead.map(({ offset }) => ({ offset, state: 'replayed' })));
  expect((await command(...replayDlq, 'right.yaml')).out).toMatch(/^0 dead letters of old were read again\n$/);

  // It has seen letters, not all that there was.
  const { out: intake } = await command('topics', 'tail', 'intake', '--from', '0', '--control');
  const covered = linesOf(intake).flatMap(({ kind, value }) => (kind === 'coverage' ? [value] : []));
  expect(covered).toEqual([]);
  const { out: authors } = await command('sql', 'SELECT uniqExact(author) AS n FROM mentions');
  expect(authors).toBe('n\n7\n');
  await expect(command('sql', 'SELECT 1 FROM mentioned')).rejects.toThrow(
    /There are: mentions, mention_windows, counts\.$/,
  );
});

test('edited letters are read with the mapping they had; lines of no open letter are counted', async () => {
  const { cwd, write, command, letters } = commands();
  const line = { text: '@united', ts: '2025-01-02T10:00:00Z' };
  write(
    'a.jsonl',
    [{ id: 1, ...line }, { ...line }, { ...line, id: null }].map((one) => JSON.stringify(one)).join('\n'),
  );
  write('m.yaml', 'format: ndjson\nplatform: x\nfields: { id: id, text: text, time: ts, author: user }\n');
  const { err } = await command('replay', 'a.jsonl', '--mapping', 'm.yaml');
  expect(err).toContain('No line of a.jsonl has `user` (author): it stays empty.\n');
  const dead = await letters();
  expect(dead).toHaveLength(2);
  renameSync(join(cwd, 'a.jsonl'), join(cwd, 'gone.jsonl'));
  const edits = dead.map((letter, i) => JSON.stringify({ ...letter, text: JSON.stringify({ ...line, id: 10 + i }) }));
  write('first.ndjson', [edits[0], ''].join('\n'));
  write('both.ndjson', [...edits, ''].join('\n'));
  const from = ['topics', 'replay-dlq', '--from'];
  expect((await command(...from, 'first.ndjson')).out).toMatch(/^1 dead letters of a were read again\n/);
  expect(await letters()).toEqual([dead[1]]);
  const both = await command(...from, 'both.ndjson');
  expect(both.out).toMatch(/^1 dead letters of a were read again\n/);
  expect(both.out).toMatch(/mentions 3 = 0 repeated \+ 3 counted \+ 0 late/);
  expect(both.err).toMatch(/1 of the 2 lines for a were passed over/);
  expect((await command(...from, 'both.ndjson')).out).toMatch(/^0 dead letters/);
});
