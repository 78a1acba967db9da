import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, openMigratedStore, type TestStore } from './store-harness.ts';

let opened: TestStore;
beforeAll(async () => {
  opened = await openMigratedStore();
});
afterAll(() => opened.close());

/** As the viewer; the answer's code is empty when the store obliged. */
function asViewer(sql: string): ReturnType<typeof ask> {
  return ask(opened.store.url, sql, opened.store.viewer);
}

const NOT_GRANTED = '497';
const FIXED_SETTING = '452';

describe('the viewer', () => {
  test.each([
    ['reads the product by short names', 'SELECT count() FROM mentions'],
    ['sees the tables', 'SHOW TABLES'],
    ['may read what BI tools ask on connecting', 'SELECT count() FROM system.columns, system.functions'],
    ['may set a shorter time limit', 'SELECT 1 SETTINGS max_execution_time = 5'],
  ])('%s', async (_, sql) => {
    expect(await asViewer(sql)).toMatchObject({ status: 200, code: '' });
  });

  test.each([
    ['INSERT INTO generations (workspace) VALUES (1)', NOT_GRANTED],
    ['CREATE TABLE more (x UInt8) ENGINE = Memory', NOT_GRANTED],
    ['DROP TABLE mention_facts', NOT_GRANTED],
    ['ALTER TABLE mention_facts DELETE WHERE 1', NOT_GRANTED],
    ['SYSTEM SHUTDOWN', NOT_GRANTED],
    ['SELECT * FROM system.users', NOT_GRANTED],
    ['SELECT * FROM system.processes', NOT_GRANTED],
    ["SELECT * FROM file('/etc/passwd', 'LineAsString', 'l String')", NOT_GRANTED],
    ["SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString', 'l String')", NOT_GRANTED],
    ["SELECT * FROM s3('http://127.0.0.1:1/bucket/key.csv', 'CSV', 'l String')", NOT_GRANTED],
    ["SELECT * FROM remote('127.0.0.1', 'system', 'one')", NOT_GRANTED],
    ["SELECT * FROM executable('x', 'TSV', 'a String')", NOT_GRANTED],
    ["INSERT INTO FUNCTION file('/tmp/x', 'TSV', 'a String') VALUES ('x')", NOT_GRANTED],
    ['SELECT 1 SETTINGS max_execution_time = 0', FIXED_SETTING],
    ['SELECT 1 SETTINGS max_memory_usage = 0', FIXED_SETTING],
    ["SELECT 1 FORMAT Template SETTINGS format_template_resultset = '/etc/passwd'", FIXED_SETTING],
    ["SELECT 1 FORMAT Template SETTINGS format_template_row = '/etc/passwd'", FIXED_SETTING],
    ["SELECT 1 FORMAT Protobuf SETTINGS format_schema = '/etc/passwd:x'", FIXED_SETTING],
    ["SELECT 1 FORMAT Protobuf SETTINGS output_format_schema = '/tmp/x'", FIXED_SETTING],
    ['SELECT 1 SETTINGS readonly = 0', '164'],
    ["SELECT 1 INTO OUTFILE '/tmp/x'", '358'],
  ])('is refused: %s', async (sql, code) => {
    expect(await asViewer(sql)).toMatchObject({ code });
  });

  test.each([
    "SELECT file('/etc/passwd')",
    "SELECT file('/etc/passwd', 'nothing')",
    "SELECT * APPLY(file) FROM (SELECT '/etc/passwd')",
    "SELECT arrayMap(file, ['/etc/passwd'])",
    "SELECT file('/etc/passwd') SETTINGS enable_analyzer = 0",
  ])('reads no file by the function of that name: %s', async (sql) => {
    const { status, text } = await asViewer(sql);
    expect(status).not.toBe(200);
    expect(text).not.toContain('root:');
  });
});

test("the program's own account reads no files either", async () => {
  const own = (sql: string) => ask(opened.store.url, sql, opened.store);
  expect((await own("SELECT file('/etc/passwd')")).code).toBe('395');
  expect((await own("SELECT * FROM file('/etc/passwd', 'LineAsString', 'l String')")).code).toBe(NOT_GRANTED);
});

test('a wrong or missing password is refused', async () => {
  const { url } = opened.store;
  expect((await ask(url, 'SELECT 1', { user: 'viewer', password: 'guess' })).code).toBe('516');
  expect((await ask(url, 'SELECT 1', { user: 'store', password: '' })).code).toBe('516');
  expect((await ask(url, 'SELECT 1')).code).toBe('700');
});

test('passwords are on disk only as hashes, in files nobody else can read', () => {
  const etc = join(opened.directory, 'etc');
  const { password, viewer } = opened.store;
  for (const name of readdirSync(etc)) {
    const text = readFileSync(join(etc, name), 'utf8');
    expect(text).not.toContain(password);
    expect(text).not.toContain(viewer.password);
  }
  expect(statSync(etc).mode & 0o777).toBe(0o700);
  expect(statSync(join(etc, 'users.xml')).mode & 0o777).toBe(0o600);
});
