import { ClickHouseError } from '@clickhouse/client';
import { expect, test } from 'vitest';
import type { Clock } from '../time/clock.ts';
import type { StoreClient } from './client.ts';
import { storeError } from './errors.ts';
import { createInserter, type Inserter } from './insert.ts';

const NEVER = new AbortController().signal;
const REFUSED = { message: 'no', type: 'INCORRECT_DATA', code: '117' };
const BUSY = { message: 'later', type: 'TOO_MANY_SIMULTANEOUS_QUERIES', code: '202' };

/** The rows a block of one UInt8 column holds. */
function rowsOf(block: Uint8Array): number[] {
  return [...block.subarray(block.length - (block[1] ?? 0))];
}

/** A store of which only the insert exists: `answer` throws what the store would say to these rows. */
function storeThat(answer: (rows: readonly number[]) => void): {
  client: StoreClient;
  stored: number[];
  requests: number[][];
} {
  const stored: number[] = [];
  const requests: number[][] = [];
  const client = {
    async insert(_: string, block: Uint8Array) {
      const rows = rowsOf(block);
      requests.push(rows);
      try {
        answer(rows);
      } catch (error) {
        throw storeError(error, 'the insert');
      }
      stored.push(...rows);
    },
  } as unknown as StoreClient;
  return { client, stored, requests };
}

function clockOf(): Clock & { readonly slept: number[] } {
  const slept: number[] = [];
  return {
    slept,
    now: () => slept.reduce((sum, ms) => sum + ms, 0),
    async sleep(ms, signal) {
      signal.throwIfAborted();
      slept.push(ms);
    },
  };
}

function inserter(client: StoreClient, clock: Clock, maxPoison?: number): Inserter<number> {
  const columns = [{ name: 'v', type: 'UInt8', of: (row: number) => row }];
  return createInserter({ client, table: 't', columns, ...(maxPoison !== undefined && { maxPoison }) }, { clock });
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

test('a batch goes in one request, with the settings that make upserts cheap and durable', async () => {
  const sent: string[] = [];
  const client = { insert: async (sql: string) => void sent.push(sql) } as unknown as StoreClient;
  expect(await inserter(client, clockOf()).insert(() => [1, 2], NEVER)).toEqual([]);
  expect(sent).toEqual(['INSERT INTO t (`v`) SETTINGS optimize_on_insert = 0, async_insert = 0 FORMAT Native']);
});

test('no rows are no request', async () => {
  const { client, requests } = storeThat(() => undefined);
  await inserter(client, clockOf()).insert(() => [], NEVER);
  expect(requests).toEqual([]);
});

test('poisonous rows are found by halving, and every other row is stored once', async () => {
  const bad = new Set([3, 64, 99]);
  const { client, stored, requests } = storeThat((rows) => {
    if (rows.some((row) => bad.has(row))) throw new ClickHouseError(REFUSED);
  });
  const poison = await inserter(client, clockOf()).insert(() => range(100), NEVER);
  expect(poison).toEqual(
    [...bad].map((row) => ({ row, error: expect.objectContaining({ message: expect.stringContaining('no') }) })),
  );
  expect(stored.toSorted((a, b) => a - b)).toEqual(range(100).filter((row) => !bad.has(row)));
  expect(requests.length).toBeLessThan(1 + 3 * 2 * 7);
});

test('rows the encoder refuses never reach the store', async () => {
  const { client, stored, requests } = storeThat(() => undefined);
  const poison = await inserter(client, clockOf()).insert(() => [1, 256, 2, -1, 3], NEVER);
  expect([poison.map(({ row }) => row), stored, requests.length]).toEqual([[256, -1], [1, 2, 3], 1]);
});

test('more poison than a batch can hold by accident is our mistake', async () => {
  const { client } = storeThat(() => {
    throw new ClickHouseError(REFUSED);
  });
  const insert = inserter(client, clockOf(), 5).insert(() => range(50), NEVER);
  await expect(insert).rejects.toMatchObject({
    code: 'INTERNAL',
    message: expect.stringContaining('More than 5 rows'),
  });
});

test('an overloaded store is asked again, with growing pauses, and the stall has a beginning and a reason', async () => {
  const clock = clockOf();
  let refusals = 8;
  const seen: unknown[] = [];
  const { client, stored } = storeThat(() => {
    seen.push(health());
    if (refusals-- > 0) throw new ClickHouseError(BUSY);
  });
  const { insert, health } = inserter(client, clock);
  await clock.sleep(50, NEVER);
  await insert(() => [7], NEVER);
  expect(clock.slept.slice(1)).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
  expect(seen.at(-1)).toEqual({ state: 'stalled', since: 50, attempts: 8, reason: expect.stringContaining('later') });
  expect(stored).toEqual([7]);
  expect(health()).toEqual({ state: 'ok' });
});

test('a lost connection is repeated with the same rows: the insert may have taken effect or not', async () => {
  let lost = 2;
  const { client, requests } = storeThat(() => {
    if (lost-- > 0) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  });
  await inserter(client, clockOf()).insert(() => [1, 2], NEVER);
  expect(requests).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
});

test('a store that takes rows and says nothing is a stall too, from the moment they were sent', async () => {
  const clock = clockOf();
  const answers: ((error?: Error) => void)[] = [];
  const client = {
    insert: () =>
      new Promise<void>((resolve, reject) =>
        answers.push((error) => (error === undefined ? resolve() : reject(error))),
      ),
  } as unknown as StoreClient;
  const { insert, health } = inserter(client, clock);
  const inserted = insert(() => [1], NEVER);
  await clock.sleep(9_999, NEVER);
  expect(health()).toEqual({ state: 'ok' });
  await clock.sleep(50_001, NEVER);
  const silent = { state: 'stalled', since: 0, attempts: 0, reason: 'it has not answered for 60 s' };
  expect(health()).toEqual(silent);
  answers[0]?.(new Error('socket hang up'));
  await expect.poll(() => answers.length).toBe(2);
  expect(health()).toMatchObject({ state: 'stalled', since: 0, attempts: 1, reason: 'socket hang up' });
  await clock.sleep(10_000, NEVER);
  expect(health()).toMatchObject({ reason: 'it has not answered for 10 s (before that: socket hang up)' });
  answers[1]?.();
  expect(await inserted).toEqual([]);
  expect(health()).toEqual({ state: 'ok' });
});

test('an abort ends the waiting with its reason', async () => {
  const giveUp = new AbortController();
  const { client, requests } = storeThat(() => {
    if (requests.length === 3) giveUp.abort(new Error('stopping'));
    throw new ClickHouseError(BUSY);
  });
  await expect(inserter(client, clockOf()).insert(() => [1], giveUp.signal)).rejects.toThrow('stopping');
  expect(requests.length).toBe(3);
});

test.each([
  ['60', 'UNKNOWN_TABLE', 'QUERY_FAILED'],
  ['497', 'ACCESS_DENIED', 'STORE_REFUSED'],
])('code %s is not repeated', async (code, type, expected) => {
  const { client, requests } = storeThat(() => {
    throw new ClickHouseError({ message: 'no', type, code });
  });
  await expect(inserter(client, clockOf()).insert(() => [1], NEVER)).rejects.toMatchObject({
    code: expected,
  });
  expect(requests.length).toBe(1);
});
