import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseMapping } from '../ingest/normalise/mapping.ts';
import { capturedIo, temporaryDirectory } from '../tests/support/command-io.ts';
import { warnAbsentFields } from './warn-absent.ts';

/** What is said of a file of these lines under a mapping that looks for the author in `user`. */
async function said(lines: readonly object[]): Promise<string> {
  const directory = temporaryDirectory();
  const path = join(directory, 'a.jsonl');
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const { io, err } = capturedIo(directory);
  const fields = { id: 'id', text: 'text', time: 'ts', author: 'user' };
  await warnAbsentFields(path, parseMapping({ format: 'ndjson', platform: 'x', fields }), io);
  return err();
}

const line = { id: 1, text: 'a', ts: '2025-01-01' };

test('an optional column that no line has is said, with the one that was probably meant', async () => {
  expect(await said([line, { ...line, user_name: 'a' }])).toBe(
    'No line of a.jsonl has `user` (author): it stays empty. Did you mean `user_name`?\n',
  );
});

test('nothing is said when a line has it', async () => {
  expect(await said([line, { ...line, user: 'a' }])).toBe('');
});

test('of a long file only the first 1,000 lines are looked at, and the message says so', async () => {
  const long = Array.from({ length: 1_200 }, (_, i) => (i < 1_000 ? line : { ...line, user: 'a' }));
  expect(await said(long)).toBe('None of the first 1,000 lines of a.jsonl has `user` (author): it may stay empty.\n');
});

test('a column that every line needs makes dead letters, and that is said', async () => {
  expect(await said([{ ...line, ts: undefined, user: 'a' }])).toBe(
    'No line of a.jsonl has `ts` (time): a line without it is a dead letter.\n',
  );
});
