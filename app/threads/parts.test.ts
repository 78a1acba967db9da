import { expect, test } from 'vitest';
import { TABLES } from '../../sinks/clickhouse/tables.ts';
import { partsOf, sharesOf } from './parts.ts';

const timeline = { workspace: 'main', name: 'test', partitions: 4 };

test.each([1, 2, 3, 8])('over %i threads every partition and every table is run exactly once', (threads) => {
  const shares = sharesOf(timeline, threads);
  expect(shares).toHaveLength(threads);
  expect(shares.flatMap(({ partitions }) => partitions).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
  expect(shares.flatMap(({ tables }) => tables).toSorted()).toEqual(Object.keys(TABLES).toSorted());
});

test('the parts of a timeline are its tasks and sinks by the names of their checkpoints', () => {
  const parts = partsOf(timeline).filter(({ input }) => input.partition === 2);
  expect(parts.map(({ task, input, kind }) => [kind, task, input.stream.name, input.generation])).toEqual([
    ['task', 'main/test/normalise/1/2', 'intake', 0],
    ['task', 'main/test/mentions/1/2', 'mentions', 1],
    ['task', 'main/test/accounts/1/2', 'accounts', 1],
    ['sink', 'main/test/sink-clickhouse/1/mention-scores/2', 'mention-scores', 1],
    ['sink', 'main/test/sink-clickhouse/1/mention-windows/2', 'mention-windows', 1],
    ...['account-posts', 'account-snapshots', 'engagement-windows', 'engagement-rates', 'profile-growth', 'counts'].map(
      (stream) => ['sink', `main/test/sink-clickhouse/1/${stream}/2`, stream, 1],
    ),
  ]);
});
