import type { DatabaseSync } from 'node:sqlite';
import type { Checkpoint, SeenChange, SeenRun, StateView, StoredState, TimerPlace, Unit } from '../log.ts';
import { statements } from './database.ts';

const SQL = {
  task: 'SELECT id, next, meta FROM tasks WHERE name = ?',
  create: 'INSERT INTO tasks (name, next, meta) VALUES (?, 0, ?) RETURNING id',
  save: 'UPDATE tasks SET input = ?, next = ?, meta = ? WHERE id = ?',
  get: 'SELECT due, report, value FROM state WHERE task = ? AND fold = ? AND key = ?',
  put:
    'INSERT INTO state (task, fold, key, due, report, value) VALUES (?, ?, ?, ?, ?, ?) ' +
    'ON CONFLICT DO UPDATE SET due = excluded.due, report = excluded.report, value = excluded.value',
  forget: 'DELETE FROM state WHERE task = ? AND fold = ? AND key = ?',
  due:
    'SELECT due, fold, key FROM state WHERE task = ? AND due IS NOT NULL AND due <= ? AND (due, fold, key) > (?, ?, ?) ' +
    'ORDER BY due, fold, key LIMIT ?',
  nextDue: 'SELECT min(due) AS due FROM state WHERE task = ? AND due IS NOT NULL',
  reports: 'SELECT fold, key FROM state WHERE task = ? AND report = 1 ORDER BY fold, key',
  seenRuns: 'SELECT fold, span, run, filter FROM seen_runs WHERE task = ? ORDER BY fold, span, run',
  seenRun: 'SELECT id FROM seen_runs WHERE task = ? AND fold = ? AND span = ? AND run = ?',
  createRun: 'INSERT INTO seen_runs (task, fold, span, run) VALUES (?, ?, ?, ?) RETURNING id',
  fullRun: 'UPDATE seen_runs SET filter = ? WHERE id = ?',
  // One statement for all: a call for each key costs twice as much.
  addKeys: 'INSERT INTO seen_keys (run, key) SELECT ?, value FROM json_each(?)',
  keys: 'SELECT json_group_array(key) AS keys FROM seen_keys WHERE run = ?',
  hasKey:
    'SELECT 1 FROM seen_runs JOIN seen_keys ON seen_keys.run = seen_runs.id ' +
    'WHERE task = ? AND fold = ? AND span = ? AND seen_runs.run = ? AND key = ?',
  forgetLater: 'INSERT INTO forgotten_runs SELECT id FROM seen_runs WHERE task = ? AND fold = ? AND span < ?',
  forgetRuns: 'DELETE FROM seen_runs WHERE task = ? AND fold = ? AND span < ?',
  forgotten: 'SELECT min(id) AS id FROM forgotten_runs',
  clean: 'DELETE FROM seen_keys WHERE run = ? AND key IN (SELECT key FROM seen_keys WHERE run = ? LIMIT ?)',
  cleaned: 'DELETE FROM forgotten_runs WHERE id = ?',
};

const CLEANED_AT_ONCE = 5_000;
/** No task has this id. */
const NOBODY = -1;

/** Checkpoints and keyed state of tasks; every call belongs to whatever transaction is open. */
export function checkpointTable(db: DatabaseSync) {
  const sql = statements(db, SQL);
  const NONE = new Uint8Array(0);

  function idOf(task: string): number | undefined {
    const row = sql('task').get(task);
    return row === undefined ? undefined : Number(row['id']);
  }

  function runId(task: number, { fold, span, run }: SeenRun): number | undefined {
    const row = sql('seenRun').get(task, fold, span, run);
    return row === undefined ? undefined : Number(row['id']);
  }

  function saveSeen(task: number, change: SeenChange): void {
    const { fold, span, run, keys, filter } = change;
    const id = runId(task, change) ?? Number(sql('createRun').get(task, fold, span, run)?.['id']);
    sql('addKeys').run(id, keys);
    if (filter !== undefined) sql('fullRun').run(filter, id);
  }

  /** A span may hold millions of keys: each commit deletes some of those that nobody can see any more. */
  function clean(): void {
    const run = sql('forgotten').get()?.['id'];
    if (run === null || run === undefined) return;
    if (sql('clean').run(run, run, CLEANED_AT_ONCE).changes < CLEANED_AT_ONCE) sql('cleaned').run(run);
  }

  /** Outside a transaction every read takes and drops the file's locks, four times its own cost; the next commit ends this one. */
  function begin(): void {
    if (!db.isTransaction) db.exec('BEGIN');
  }

  function view(task: string): StateView {
    let known: number | undefined;
    const id = (): number | undefined => (known ??= idOf(task));
    return {
      get(fold, key): StoredState | undefined {
        const owner = id();
        begin();
        const row = owner === undefined ? undefined : sql('get').get(owner, fold, key);
        if (row === undefined) return undefined;
        const due = row['due'] === null ? undefined : Number(row['due']);
        return { fold, key, due, report: row['report'] === 1, value: row['value'] as Uint8Array };
      },
      due(until, after, limit): readonly TimerPlace[] {
        const owner = id();
        if (owner === undefined) return [];
        const last = Math.min(until, Number.MAX_SAFE_INTEGER);
        const rows = sql('due').all(owner, last, after?.due ?? -1, after?.fold ?? '', after?.key ?? '', limit);
        return rows.map((row) => ({ due: Number(row['due']), fold: String(row['fold']), key: String(row['key']) }));
      },
      nextDue() {
        const owner = id();
        const due = owner === undefined ? null : (sql('nextDue').get(owner)?.['due'] ?? null);
        return due === null ? undefined : Number(due);
      },
      reports() {
        const owner = id();
        if (owner === undefined) return [];
        return sql('reports')
          .all(owner)
          .map((row) => ({ fold: String(row['fold']), key: String(row['key']) }));
      },
      seenRuns() {
        const owner = id();
        if (owner === undefined) return [];
        return sql('seenRuns')
          .all(owner)
          .map((row) => ({
            fold: String(row['fold']),
            span: Number(row['span']),
            run: Number(row['run']),
            filter: (row['filter'] as Uint8Array | null) ?? undefined,
          }));
      },
      seenKeys(run) {
        const stored = runId(id() ?? NOBODY, run);
        return stored === undefined ? [] : (JSON.parse(String(sql('keys').get(stored)?.['keys'])) as string[]);
      },
      hasSeen({ fold, span, run }, key) {
        begin();
        return sql('hasKey').get(id() ?? NOBODY, fold, span, run, key) !== undefined;
      },
    };
  }

  return {
    restore(task: string): Checkpoint {
      const row = sql('task').get(task);
      const meta = row === undefined ? NONE : (row['meta'] as Uint8Array);
      return { next: Number(row?.['next'] ?? 0), meta, state: view(task), exclusive: true };
    },

    /** State and position of one unit; its outputs are appended by the caller in the same transaction. */
    save(unit: Omit<Unit, 'input' | 'outputs'>, input: number | undefined): void {
      const id = idOf(unit.task) ?? Number(sql('create').get(unit.task, NONE)?.['id']);
      for (const { fold, key, due, report, value } of unit.state) {
        if (value === undefined) sql('forget').run(id, fold, key);
        else sql('put').run(id, fold, key, due ?? null, report ? 1 : 0, value);
      }
      // In this order: a key that came after its own span had passed stays until the next one does, wherever the commits fall.
      for (const { fold, span } of unit.seenFloors) {
        sql('forgetLater').run(id, fold, span);
        sql('forgetRuns').run(id, fold, span);
      }
      for (const change of unit.seen) saveSeen(id, change);
      clean();
      sql('save').run(input ?? null, unit.next, unit.meta, id);
    },
  };
}
