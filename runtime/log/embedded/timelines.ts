import type { DatabaseSync } from 'node:sqlite';
import { TidelineError } from '../../errors.ts';
import { statements } from './database.ts';

export interface Timeline {
  readonly workspace: string;
  readonly name: string;
  /** Of every stream; fixed when the timeline is created. */
  readonly partitions: number;
}

const SQL = {
  all: 'SELECT workspace, name, partitions FROM timelines ORDER BY created, name',
  get: 'SELECT partitions FROM timelines WHERE workspace = ? AND name = ?',
  create: 'INSERT INTO timelines (workspace, name, partitions, created) VALUES (?, ?, ?, ?)',
};

export function timelineTable(db: DatabaseSync) {
  const sql = statements(db, SQL);

  return {
    all: (): Timeline[] =>
      sql('all')
        .all()
        .map((row) => ({ workspace: String(row['workspace']), name: String(row['name']), partitions: Number(row['partitions']) })),

    /** The timeline as it is, or new; another number of partitions than it was made with is refused. */
    create(workspace: string, name: string, partitions: number | undefined, now: number): Timeline {
      const row = sql('get').get(workspace, name);
      if (row === undefined) {
        sql('create').run(workspace, name, partitions ?? 4, now);
        return { workspace, name, partitions: partitions ?? 4 };
      }
      const fixed = Number(row['partitions']);
      if (partitions !== undefined && partitions !== fixed) {
        throw new TidelineError(
          'USAGE',
          `Timeline ${name} was created with ${fixed} partitions, which cannot change: leave --partitions out, or choose another --timeline.`,
        );
      }
      return { workspace, name, partitions: fixed };
    },
  };
}
