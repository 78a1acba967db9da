import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { databaseError } from './database.ts';

/** Writes until it cannot, and prints what a person would be told. */
const FILL = `
import { databaseError, openDatabase } from ${JSON.stringify(new URL('./database.ts', import.meta.url).href)};
const path = process.argv[1];
const db = openDatabase({ path });
db.exec('CREATE TABLE filler (bytes BLOB)');
const insert = db.prepare('INSERT INTO filler VALUES (?)');
try {
  for (let i = 0; i < 2_000; i++) insert.run(Buffer.alloc(4_000));
} catch (error) {
  const { code, message } = databaseError(error, path);
  console.log(JSON.stringify({ code, message }));
}`;

test('a disk that fails in the middle of a write is not taken for a full one, and the message says where to look', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tideline-database-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'log.db');
  // At this size of a file every write to it fails, as on a disk with an error.
  const limited = ['-c', 'ulimit -f 1000; exec "$0" "$@"', process.execPath, '--input-type=module', '-e', FILL, path];
  const said = JSON.parse(execFileSync('sh', limited, { encoding: 'utf8' })) as unknown;
  expect(said).toEqual({
    code: 'DISK_FAILED',
    message: expect.stringMatching(/^The disk that holds .*log\.db failed \(disk I\/O error\): look whether it is/),
  });
});

test.each([
  [13, 'DISK_FULL'],
  [8, 'DIRECTORY_READONLY'],
  [14, 'DIRECTORY_READONLY'],
  [10, 'DISK_FAILED'],
  [10 + 256 * 3, 'DISK_FAILED'],
  [11, 'LOG_CORRUPT'],
  [26, 'LOG_CORRUPT'],
])('result code %i of SQLite is %s, with the place in its message and the cause kept', (errcode, code) => {
  const cause = Object.assign(new Error('what it said'), { errcode });
  expect(databaseError(cause, '/data/log.db')).toMatchObject({
    code,
    cause,
    message: expect.stringContaining('/data/log.db'),
  });
});

test('what nobody can do anything about stays as it is', () => {
  const error = new Error('no such table: chunks');
  expect(databaseError(error, '/data/log.db')).toBe(error);
});
