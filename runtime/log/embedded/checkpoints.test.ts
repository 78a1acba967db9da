import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { unitOf } from '../../../tests/contract/log.contract.ts';
import { SPAN_MS } from '../../task/seen-keys.ts';
import { openEngine } from './engine.ts';

function filePath(): string {
  const directory = mkdtempSync(join(tmpdir(), 'tideline-checkpoints-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return join(directory, 'log.sqlite');
}

async function reopened(path: string) {
  const engine = openEngine({ path });
  onTestFinished(() => engine.close());
  return { engine, state: (await engine.store.restore('mentions/0')).state };
}

/** A file as format 1 wrote it: seen ids are states with a timer. */
async function formatOne(path: string, insert: string): Promise<void> {
  const engine = openEngine({ path });
  await engine.store.commit([unitOf({ task: 'mentions/0' })]);
  await engine.close();
  const db = new DatabaseSync(path);
  db.exec(`DROP TABLE seen_runs; DROP TABLE seen_keys; DROP TABLE forgotten_runs; ${insert}; PRAGMA user_version = 1`);
  db.close();
}

test('a file of format 1 gives each seen id the span in which its timer would have fired, and other states stay', async () => {
  const path = filePath();
  const due = 5 * SPAN_MS;
  await formatOne(
    path,
    `INSERT INTO state (task, fold, key, due, report, value) VALUES (1, 'drop-repeats', 'before', ${due - 1}, 0, x''),
      (1, 'drop-repeats', 'at', ${due}, 0, x''), (1, 'drop-repeats', 'after', ${due + 1}, 0, x''), (1, 'windows', 'w', ${due}, 0, x'00')`,
  );
  const { state } = await reopened(path);
  const runs = state.seenRuns();
  expect(runs.map((run) => [run.fold, run.span, state.seenKeys(run).toSorted()])).toEqual([
    ['drop-repeats', 5, ['at', 'before']],
    ['drop-repeats', 6, ['after']],
  ]);
  expect(state.due(Infinity, undefined, 10)).toEqual([{ due, fold: 'windows', key: 'w' }]);
});

test('a file of format 1 with more ids in a span than a run holds gives several runs', async () => {
  const path = filePath();
  await formatOne(
    path,
    `INSERT INTO state (task, fold, key, due, report, value)
      WITH RECURSIVE ids (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM ids WHERE n < 131075)
      SELECT 1, 'drop-repeats', 'id ' || n, 1, 0, x'' FROM ids`,
  );
  const { state } = await reopened(path);
  const runs = state.seenRuns();
  expect(runs.map(({ run }) => run)).toEqual([4, 5]);
  expect(runs.map((run) => state.seenKeys(run).length)).toEqual([131_072, 3]);
});

test('forgotten keys are gone at once and deleted by the commits after that, some at a time', async () => {
  const { engine, state } = await reopened(filePath());
  const run = { fold: 'drop-repeats', span: 5, run: 0 };
  const keys = Array.from({ length: 12_000 }, (_, i) => `id ${i}`);
  const commit = (unit: Parameters<typeof unitOf>[0]) => engine.store.commit([unitOf({ ...unit, task: 'mentions/0' })]);
  const left = (): number => Number(engine.db.prepare('SELECT count(*) AS n FROM seen_keys').get()?.['n']);
  await commit({ seen: [{ ...run, keys: JSON.stringify(keys), filter: undefined }] });
  expect([state.hasSeen(run, 'id 7'), left()]).toEqual([true, 12_000]);
  await commit({ seenFloors: [{ fold: 'drop-repeats', span: 6 }] });
  expect([state.hasSeen(run, 'id 7'), left()]).toEqual([false, 7_000]);
  await commit({ seen: [{ ...run, span: 6, keys: '["new"]', filter: undefined }] });
  await commit({});
  expect([state.hasSeen({ ...run, span: 6 }, 'new'), left()]).toEqual([true, 1]);
});
