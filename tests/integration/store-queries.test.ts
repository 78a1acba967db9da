import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureClass } from '../../runtime/clickhouse/errors.ts';
import { systemClock } from '../../runtime/time/clock.ts';
import { NEVER, openMigratedStore, until, type TestStore } from './store-harness.ts';

let opened: TestStore;
beforeAll(async () => {
  opened = await openMigratedStore({ memoryBytes: 700_000_000 });
});
afterAll(() => opened.close());

test('a setting given to one request is gone in the next', async () => {
  const client = opened.connect();
  const asked = () => client.rows<{ value: string }>("SELECT toString(getSetting('max_threads')) AS value");
  const before = await asked();
  const during = await client.rows("SELECT toString(getSetting('max_threads')) AS value", {
    settings: { max_threads: 7 },
  });
  expect(during).toEqual([{ value: '7' }]);
  expect(await asked()).toEqual(before);
});

test('a deduplication token given to one insert drops no rows of the next', async () => {
  const client = opened.connect();
  await client.command(
    'CREATE TABLE tokens (x UInt8) ENGINE = MergeTree ORDER BY x SETTINGS non_replicated_deduplication_window = 100',
  );
  const settings = { insert_deduplication_token: 'a' };
  await client.command('INSERT INTO tokens VALUES (1)', { settings });
  await client.command('INSERT INTO tokens VALUES (2)', { settings });
  await client.command('INSERT INTO tokens VALUES (3)');
  expect(await client.rows('SELECT x FROM tokens ORDER BY x')).toEqual([{ x: 1 }, { x: 3 }]);
});

test('queries with bound parameters run beside each other', async () => {
  const client = opened.connect();
  const begun = performance.now();
  const asked = [1, 2, 3].map((n) => client.rows('SELECT sleep(1) AS nothing, {n:UInt8} AS n', { params: { n } }));
  expect(await Promise.all(asked)).toEqual([1, 2, 3].map((n) => [{ nothing: 0, n }]));
  expect(performance.now() - begun).toBeLessThan(2_000);
});

test('bound parameters carry any text unharmed', async () => {
  const text = 'it\'s "quoted" \\ and\nbroken \t 😀 {n:UInt8} \u0000 end';
  expect(await opened.connect().rows('SELECT {text:String} AS text', { params: { text } })).toEqual([{ text }]);
});

test('a read cannot write', async () => {
  const client = opened.connect();
  await expect(client.rows('DROP TABLE generations')).rejects.toMatchObject({
    code: 'STORE_REFUSED',
    cause: { code: '164' },
  });
});

test('64-bit integers arrive whole', async () => {
  expect(await opened.connect().rows('SELECT toUInt64(18446744073709551615) AS n')).toEqual([
    { n: '18446744073709551615' },
  ]);
});

test('a query beyond the memory limit is refused and the store stays up', async () => {
  const client = opened.connect();
  const error: unknown = await client
    .rows("SELECT length(groupArray(repeat('x', 100000))) FROM numbers(20000)")
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'STORE_BUSY', cause: { code: '241' } });
  expect(failureClass(error)).toBe('retry');
  expect(await client.rows('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(opened.store.health()).toMatchObject({ state: 'up', restarts: 0 });
});

test('an answer that fails in the middle ends before the error text and throws the reason', async () => {
  const answer = await opened
    .connect('exports')
    .stream('SELECT number, throwIf(number = 3000000) FROM numbers(10000000)', 'TSV');
  let text = '';
  const read = (async () => {
    for await (const chunk of answer) text += String(chunk);
  })();
  await expect(read).rejects.toMatchObject({ code: 'QUERY_FAILED', cause: { code: '395' } });
  expect(text.length).toBeGreaterThan(0);
  expect(text.endsWith('\n')).toBe(true);
  expect(text).not.toContain('__exception__');
});

test('an answer comes in the format asked for, unless the SQL names one', async () => {
  const read = async (sql: string) => {
    let text = '';
    for await (const chunk of await opened.connect('exports').stream(sql, 'CSVWithNames')) text += String(chunk);
    return text;
  };
  expect(await read('SELECT 1 AS a')).toBe('"a"\n1\n');
  expect(await read('SELECT 1 AS a FORMAT JSONEachRow')).toBe('{"a":1}\n');
});

test('an aborted read rejects with the reason and ends in the store', async () => {
  const client = opened.connect();
  const giveUp = new AbortController();
  const mark = 'the one that is given up';
  const running = () =>
    client.rows('SELECT query FROM system.processes WHERE startsWith(query, {start:String})', {
      params: { start: `SELECT '${mark}'` },
    });
  const asked = client.rows(`SELECT '${mark}', sum(cityHash64(number)) FROM numbers_mt(1000000000000)`, {
    signal: giveUp.signal,
  });
  const refused = asked.catch((error: unknown) => error);
  await until(async () => (await running()).length > 0);
  giveUp.abort(new Error('no longer wanted'));
  expect(await refused).toMatchObject({ message: expect.stringContaining('no longer wanted') });
  await until(async () => (await running()).length === 0);
});

test('above its limit of queries the store says so, and serves again afterwards', async () => {
  const clients = Array.from({ length: 4 }, () => opened.connect());
  const asked = clients.flatMap((client) =>
    Array.from({ length: 8 }, () => client.rows('SELECT sleep(1)', { settings: { queue_max_wait_ms: 50 } })),
  );
  const refused = (await Promise.allSettled(asked)).filter((result) => result.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'STORE_BUSY', cause: { code: '202' } });
  await systemClock.sleep(1, NEVER);
  expect(await clients[0]?.rows('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('the lanes do not wait for one another', async () => {
  const exporting = opened.connect('exports');
  const slow = exporting.rows('SELECT sleep(2)');
  const begun = performance.now();
  await opened.connect('alerts').rows('SELECT 1');
  expect(performance.now() - begun).toBeLessThan(1_500);
  await slow;
});
