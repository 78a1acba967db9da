import type { ClickHouseClient } from '@clickhouse/client';
import { expect, test } from 'vitest';
import { connectStore, type ConnectOptions } from './client.ts';

const ENDPOINT = { url: 'http://127.0.0.1:1', user: 'store', password: 'p' };

/** Notes what the library is asked to do, and answers with `answer`. */
function fake(answer: () => unknown = () => ({})) {
  const asked: Record<string, unknown>[] = [];
  const made: ConnectOptions[] = [];
  const closed: string[] = [];
  const note = async (request: Record<string, unknown>) => {
    asked.push(request);
    return answer();
  };
  const transport = (options: ConnectOptions) => {
    made.push(options);
    return {
      command: note,
      query: note,
      close: async () => void closed.push(options.url),
    } as unknown as ClickHouseClient;
  };
  return { asked, made, closed, client: connectStore({ ...ENDPOINT, lane: 'alerts' }, { transport }) };
}

test('a request goes to the product’s database unless it names another', async () => {
  const { client, asked } = fake();
  await client.command('SELECT 1');
  await client.command('SELECT 1', { database: 'default' });
  expect(asked.map((request) => request['http_headers'])).toEqual([
    { 'X-ClickHouse-Database': 'tideline' },
    { 'X-ClickHouse-Database': 'default' },
  ]);
});

test('a request that was given up fails with the reason it was given up for', async () => {
  const giveUp = new AbortController();
  const { client, asked } = fake(() => {
    giveUp.abort(new Error('stopping'));
    throw new Error('The user aborted a request.');
  });
  await expect(client.command('SELECT 1', { signal: giveUp.signal })).rejects.toThrow('stopping');
  await expect(client.command('SELECT 2', { signal: giveUp.signal })).rejects.toThrow('stopping');
  expect(asked.length).toBe(1);
});

test('a long statement is named by its beginning', async () => {
  const { client } = fake(() => {
    throw new Error('connect ECONNREFUSED');
  });
  const error: unknown = await client.command(`SELECT\n  ${'x'.repeat(500)}`).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'STORE_DOWN', message: expect.stringMatching(/`SELECT x{113}…`/) });
});

test('after a move the new place is asked in the same lane, and the old connections are closed', async () => {
  const { client, made, closed } = fake();
  await client.moveTo({ url: 'http://127.0.0.1:2', user: 'store', password: 'q' });
  expect(made[1]).toEqual({ url: 'http://127.0.0.1:2', user: 'store', password: 'q', lane: 'alerts' });
  expect(closed).toEqual(['http://127.0.0.1:1']);
});
