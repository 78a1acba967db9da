import { connect } from 'node:net';
import { createClient, type ClickHouseClient } from '@clickhouse/client';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { fill, openApi, type TestApi } from './api-harness.ts';
import { until } from './store-harness.ts';

const TOKEN = 'a-token-of-sixteen-or-more';

let api: TestApi;
let url: string;
beforeAll(async () => {
  api = await openApi({ token: TOKEN }, { clickhouse: true });
  await fill(api.client);
  url = await api.server.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.close());

/** As an outside user would: any name, the token of the API as the password. */
function outside(password = TOKEN): ClickHouseClient {
  const client = createClient({ url, pathname: '/clickhouse', username: 'grafana', password });
  onTestFinished(() => client.close());
  return client;
}

const ask = (sql: string, headers: Record<string, string> = {}, parameters = '') =>
  fetch(`${url}/clickhouse/?${parameters}`, {
    method: 'POST',
    body: sql,
    headers: { connection: 'close', 'x-clickhouse-key': TOKEN, ...headers },
  });

test("ClickHouse's own client reads the views through it, compressed, with parameters, and streamed", async () => {
  const client = createClient({
    url,
    pathname: '/clickhouse',
    username: 'anybody',
    password: TOKEN,
    compression: { response: true, request: true },
  });
  onTestFinished(() => client.close());
  expect(await client.ping()).toMatchObject({ success: true });
  const answer = await client.query({
    query: 'SELECT count() > 0 AS some, currentUser() AS user FROM mentions WHERE watch = {watch:String}',
    query_params: { watch: 'acme' },
    format: 'JSONEachRow',
  });
  expect(await answer.json()).toEqual([{ some: 1, user: 'viewer' }]);
  const many = await client.query({ query: 'SELECT number FROM numbers(1000000)', format: 'JSONEachRow' });
  let rows = 0;
  for await (const chunk of many.stream()) rows += chunk.length;
  expect(rows).toBe(1_000_000);
});

test('without the token nobody is let in, and a URL is no place for it', async () => {
  expect(await outside('wrong').ping()).toMatchObject({ success: false });
  expect((await ask('SELECT 1', { 'x-clickhouse-key': 'wrong' })).status).toBe(401);
  const inUrl = await fetch(`${url}/clickhouse/?password=${TOKEN}&query=SELECT+1`, {
    headers: { connection: 'close' },
  });
  expect(inUrl.status).toBe(401);
});

test("nobody becomes another account by parameters or headers, nor gets out of the viewer's limits", async () => {
  const { user, password } = api.opened.store;
  const asOther = await ask('SELECT currentUser()', { 'x-clickhouse-user': user }, `user=${user}&password=${password}`);
  expect(await asOther.text()).toBe('viewer\n');
  for (const setting of [
    'readonly=0',
    'max_execution_time=0',
    'max_memory_usage=0',
    'max_result_bytes=0',
    'format_schema=/etc/passwd',
  ]) {
    const answer = await ask('SELECT 1', {}, setting);
    expect(answer.status, setting).toBeGreaterThanOrEqual(400);
  }
});

test('whatever type a query gives its answer, in a browser it runs no script of ours', async () => {
  const html = JSON.stringify({ 'Content-Type': 'text/html' }).replaceAll('"', "'");
  const answer = await ask(
    "SELECT '<script>1</script>'",
    {},
    new URLSearchParams({ http_response_headers: html }).toString(),
  );
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html']);
  expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
});

test.each([
  'INSERT INTO mention_facts (id) VALUES (1)',
  "INSERT INTO FUNCTION file('/tmp/out.csv', 'CSV', 'a String') VALUES ('x')",
  'DROP TABLE mention_facts',
  'TRUNCATE TABLE mention_facts',
  'ALTER TABLE mention_facts DELETE WHERE 1',
  'CREATE TABLE other (a Int8) ENGINE = Memory',
  'CREATE TEMPORARY TABLE other (a Int8)',
  'OPTIMIZE TABLE mention_facts FINAL',
  'KILL QUERY WHERE 1',
  'SYSTEM SHUTDOWN',
  "SELECT * FROM file('/etc/passwd', 'LineAsString')",
  "SELECT file('/etc/passwd')",
  "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
  "SELECT * FROM remote('127.0.0.1', 'system', 'one')",
  "SELECT * FROM executable('sh', 'LineAsString', 'a String')",
  "SELECT 1 INTO OUTFILE '/tmp/out.csv'",
  'SELECT 1; DROP TABLE mention_facts',
  'SELECT * FROM system.processes',
])('%s is refused', async (sql) => {
  const answer = await ask(sql);
  expect(await answer.text()).toMatch(/DB::Exception/);
  expect(answer.status).toBeGreaterThanOrEqual(400);
});

test('only reading methods pass, and only the interface itself is reached', async () => {
  const headers = { connection: 'close', authorization: `Bearer ${TOKEN}` };
  for (const method of ['PUT', 'DELETE', 'OPTIONS'])
    expect((await fetch(`${url}/clickhouse/`, { method, headers })).status, method).toBe(405);
  for (const path of ['play', 'dashboard', 'replicas_status', 'ping/../play', '..%2fplay'])
    expect((await fetch(`${url}/clickhouse/${path}`, { headers })).status, path).not.toBe(200);
  const insert = new URLSearchParams({ query: "INSERT INTO generations VALUES ('a', 'b', 'c', 1, now(), 1)" });
  expect((await fetch(`${url}/clickhouse/?${insert.toString()}`, { headers })).status).toBeGreaterThanOrEqual(400);
});

test('whoever goes away takes his query along', async () => {
  const running = () =>
    api.client.rows(
      "SELECT 1 FROM system.processes WHERE query LIKE '%numbers_mt(1000000000007)%' AND user = 'viewer'",
    );
  const sql = 'SELECT sum(cityHash64(number)) FROM numbers_mt(1000000000007)';
  const { host, hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(
    `POST /clickhouse/ HTTP/1.1\r\nHost: ${host}\r\nX-ClickHouse-Key: ${TOKEN}\r\nContent-Length: ${sql.length}\r\n\r\n${sql}`,
  );
  await until(async () => (await running()).length > 0);
  socket.destroy();
  await until(async () => (await running()).length === 0);
  expect(await running()).toEqual([]);
}, 20_000);

test('a store that is away is told as everywhere', async () => {
  const other = await openApi({}, { clickhouse: true });
  onTestFinished(() => other.close());
  expect((await other.server.inject('/clickhouse/ping')).body).toBe('Ok.\n');
  await other.opened.store.stop(5_000);
  const answer = await other.server.inject('/clickhouse/?query=SELECT+1');
  expect(answer.json()).toMatchObject({ status: 503, code: 'store-down' });
});

test('it is not there unless it was asked for', async () => {
  const other = await openApi();
  onTestFinished(() => other.close());
  expect((await other.server.inject('/clickhouse/?query=SELECT+1')).statusCode).toBe(404);
});
