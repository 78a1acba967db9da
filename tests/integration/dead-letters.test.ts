import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../app/cli.ts';
import { replayDlq } from '../../app/commands/replay-dlq.ts';
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
  const replayDead = (...args: readonly string[]): Promise<void> =>
    expect(command('replay', ...args)).rejects.toThrow(/every line is dead/);
  const letters = async (...args: readonly string[]) => linesOf((await command('topics', 'dlq', ...args)).out);
  return { cwd, write, command, replayDead, letters };
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
  const { cwd, write, command, replayDead, letters } = commands();
  write('old.csv', rows());
  write('wrong.yaml', MAPPING);
  write('right.yaml', `${MAPPING}zone: UTC\n`);
  write('misspelt.yaml', `${MAPPING.replace('when', 'wehn')}zone: UTC\n`);
  write('other.yaml', `${MAPPING.replace('csv', 'ndjson')}zone: UTC\n`);
  await replayDead('old.csv', '--mapping', 'wrong.yaml', '--order', 'file');
  rmSync(join(cwd, 'old.csv'));
  const dead = await letters();
  expect(dead.map(({ reason, state }) => ({ reason, state }))).toEqual(
    Array.from({ length: LINES }, () => ({ reason: 'time-without-zone', state: 'open' })),
  );

  const replayWith = ['topics', 'replay-dlq', '--mapping'];
  await expect(command(...replayWith, 'misspelt.yaml')).rejects.toMatchObject({
    code: 'MAPPING_INVALID',
    message: expect.stringMatching(/no column `wehn`; did you mean `when`\?/),
  });
  await expect(command(...replayWith, 'other.yaml')).rejects.toMatchObject({
    code: 'MAPPING_INVALID',
    message: expect.stringMatching(
      /^400 dead letters of old .* read with format: csv, .* format: ndjson\. .*--from letters\.ndjson/,
    ),
  });

  // Partition by partition many of them would come more than 48 h behind.
  const { out } = await command(...replayWith, 'right.yaml');
  expect(out).toMatch(/^400 dead letters of old were read again: 400 usable now, 0 failed again\n/);
  expect(out).toMatch(/mentions 400 = 0 repeated \+ 400 counted \+ 0 late/);
  expect(await letters()).toEqual([]);
  expect(await letters('--all')).toMatchObject(dead.map(({ offset }) => ({ offset, state: 'replayed' })));
  expect((await command(...replayWith, 'right.yaml')).out).toMatch(/^0 dead letters of old were read again\n$/);

  // It has seen letters, not all that there was.
  const { out: intake } = await command('topics', 'tail', 'intake', '--from', '0', '--control');
  const covered = linesOf(intake).flatMap(({ kind, value }) => (kind === 'coverage' ? [value] : []));
  expect(covered).toEqual([]);
  const { out: authors } = await command('sql', 'SELECT uniqExact(author) AS n FROM mentions');
  expect(authors).toBe('n\n7\n');
  await expect(command('sql', 'SELECT 1 FROM mentioned')).rejects.toThrow(
    /There are: mentions, mention_windows, [a-z_, ]+\.$/,
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
  expect((await command(...from, 'first.ndjson')).out).toMatch(
    /^1 dead letters of a were read again: 1 usable now, 0 failed again\n/,
  );
  expect(await letters()).toEqual([dead[1]]);
  const both = await command(...from, 'both.ndjson');
  expect(both.out).toMatch(/^1 dead letters of a were read again: 1 usable now, 0 failed again\n/);
  expect(both.out).toMatch(/mentions 3 = 0 repeated \+ 3 counted \+ 0 late/);
  expect(both.err).toMatch(/1 of the 2 lines for a were passed over/);
  expect((await command(...from, 'both.ndjson')).out).toMatch(/^0 dead letters/);
});

const JSON_MAPPING = 'format: ndjson\nplatform: x\nfields: { id: id, text: text, time: ts }\n';
const ndjson = (lines: readonly object[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
const isoAt = (hours: number): string => new Date(START + hours * HOUR_MS).toISOString().slice(0, 19);

test('letters of two mappings go in one order of time, and each is read with the mapping it had', async () => {
  const { write, command, replayDead, letters } = commands();
  const line = (i: number) => ({ text: '@united', ts: 'none', when: 'none', id: `a${i}` });
  write('a.jsonl', ndjson(Array.from({ length: 100 }, (_, i) => ({ ...line(i), ts: isoAt(2 * i) }))));
  write('b.jsonl', ndjson(Array.from({ length: 100 }, (_, i) => ({ ...line(i), id: `b${i}`, when: isoAt(2 * i) }))));
  write('a.yaml', JSON_MAPPING);
  write('b.yaml', JSON_MAPPING.replace('time: ts', 'time: when'));
  for (const name of ['a', 'b']) await replayDead(`${name}.jsonl`, '--mapping', `${name}.yaml`, '--timeline', 'both');
  const dead = await letters();
  const zoned = dead.map((letter) => ({ ...letter, text: String(letter['text']).replace(/(T[\d:]+)"/, '$1Z"') }));
  write('zoned.ndjson', ndjson(zoned));
  const { out, err } = await command('topics', 'replay-dlq', '--from', 'zoned.ndjson');
  expect(out).toMatch(/^200 dead letters of both were read again: 200 usable now, 0 failed again\n/);
  expect(out).toMatch(/mentions 200 = 0 repeated \+ 200 counted \+ 0 late/);
  expect(err).not.toContain('behind');
  const replayed = await letters('--all');
  expect(new Set(replayed.map(({ mapping, replayedWith }) => mapping === replayedWith))).toEqual(new Set([true]));
});

test('a mapping is for one timeline, for its platform and for headers that it fits; the other letters are left', async () => {
  const { write, command, replayDead, letters } = commands();
  write('a.jsonl', ndjson([{ id: 1, text: '@united', ts: isoAt(0) }]));
  write('one.csv', `id,when,text,who\n2,${isoAt(1)},@united,me\n`);
  write('two.csv', `id,at,text,who\n3,${isoAt(1)},@united,me\n`);
  write('a.yaml', JSON_MAPPING);
  write('one.yaml', MAPPING);
  write('two.yaml', MAPPING.replace('when', 'at'));
  write('right.yaml', `${MAPPING}zone: UTC\n`);
  write('other.yaml', `${JSON_MAPPING.replace('platform: x', 'platform: y')}zone: UTC\n`);
  await replayDead('a.jsonl', '--mapping', 'a.yaml');
  for (const name of ['one', 'two']) await replayDead(`${name}.csv`, '--mapping', `${name}.yaml`, '--timeline', 'rows');
  const replayWith = ['topics', 'replay-dlq', '--mapping'];
  await expect(command(...replayWith, 'right.yaml')).rejects.toMatchObject({
    code: 'USAGE',
    message:
      '--mapping is for the dead letters of one timeline, and a, rows have open ones: say which with --timeline.',
  });
  await expect(command(...replayWith, 'other.yaml', '--timeline', 'a')).rejects.toMatchObject({
    code: 'MAPPING_INVALID',
    message: expect.stringMatching(/^1 dead letters of a .* platform: x, and this mapping says platform: y/),
  });
  const { out, err } = await command(...replayWith, 'right.yaml', '--timeline', 'rows');
  expect(out).toMatch(/^1 dead letters of rows were read again: 1 usable now/);
  expect(err).toMatch(/1 dead letters of rows are left as they are: fields\.time: the file has no column `when`/);
  expect((await letters()).map(({ timeline, origin }) => [timeline, origin])).toEqual([
    ['a', 'a.jsonl:0'],
    ['rows', expect.stringMatching(/^two\.csv:/)],
  ]);
  expect((await command('topics', 'replay-dlq')).out).toMatch(
    /^1 dead letters of a .*: 0 usable now, 1 failed again\n/,
  );
});

test('a line that fails at every reading stays one letter, with the mapping that it had', async () => {
  const { cwd, write, command, replayDead, letters } = commands();
  const lines = Array.from({ length: 20 }, (_, id) => ({ id, text: id < 12 ? '@united' : 7, ts: isoAt(id) }));
  write('a.jsonl', ndjson(lines));
  write('m.yaml', JSON_MAPPING);
  write('wrong.yaml', JSON_MAPPING.replace('time: ts', 'time: text'));
  write('right.yaml', `${JSON_MAPPING}zone: UTC\n`);
  const replay = ['a.jsonl', '--mapping', 'm.yaml'];
  await replayDead(...replay);
  const [first] = await letters();
  await replayDead(...replay, '--again');
  const wrong = await command('topics', 'replay-dlq', '--mapping', 'wrong.yaml');
  expect(wrong.out).toMatch(/^20 dead letters of a were read again: 0 usable now, 20 failed again\n/);
  const plain = await command('topics', 'replay-dlq');
  expect(plain.out).toMatch(/^20 dead letters of a were read again: 0 usable now, 20 failed again\n/);
  const dead = await letters();
  expect(dead).toHaveLength(20);
  expect(new Set(dead.map(({ mapping }) => mapping))).toEqual(new Set([first?.['mapping']]));
  const { out: checks } = await command('doctor', '--json');
  expect(JSON.parse(checks)).toMatchObject({
    checks: expect.arrayContaining([expect.objectContaining({ name: 'dead letters', detail: '20' })]),
  });
  const right = await command('topics', 'replay-dlq', '--mapping', 'right.yaml');
  expect(right.out).toMatch(/^20 dead letters of a were read again: 12 usable now, 8 failed again\n/);

  // Edited ones take a mapping too: the one they had does not know the zone.
  const left = await letters();
  write(
    'edited.ndjson',
    ndjson(left.map((letter) => ({ ...letter, text: String(letter['text']).replace(':7,', ':"@united",') }))),
  );
  const { PATH, HOME } = process.env;
  const { io, out } = capturedIo(cwd, { env: { PATH, HOME } });
  const options = { data: '.tideline', config: undefined, quiet: true, mapping: 'right.yaml', from: 'edited.ndjson' };
  expect(await replayDlq(options, io)).toBe(0);
  expect(out()).toMatch(/^8 dead letters of a were read again: 8 usable now, 0 failed again\n/);
  expect(await letters()).toEqual([]);
});

test('letters that will be late are counted before they are handed over', async () => {
  const { write, command } = commands();
  const lines = Array.from({ length: 150 }, (_, id) => ({ id, text: '@united', ts: isoAt(id) }));
  write('a.jsonl', ndjson([...lines, { id: 'last', text: '@united', ts: `${isoAt(149)}Z` }]));
  write('m.yaml', JSON_MAPPING);
  write('right.yaml', `${JSON_MAPPING}zone: UTC\n`);
  await command('replay', 'a.jsonl', '--mapping', 'm.yaml');
  const { out, err } = await command('topics', 'replay-dlq', '--mapping', 'right.yaml');
  const [, late] = /^(\d+) of the 150 dead letters of a lie more than 48 h behind .*--timeline NEW/m.exec(err) ?? [];
  expect(Number(late)).toBeGreaterThan(99);
  expect(out).toContain(`mentions 151 = 0 repeated + ${151 - Number(late)} counted + ${late} late`);
});
