import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../../../schemas/instants.ts';
import { TidelineError } from '../../errors.ts';
import { statements } from './database.ts';

export interface Timeline {
  readonly workspace: string;
  readonly name: string;
  /** Of every stream; fixed when the timeline is created. */
  readonly partitions: number;
}

export interface NewTimeline {
  readonly workspace: string;
  readonly name: string;
  /** What somebody asked for; undefined: nobody did. */
  readonly partitions: number | undefined;
  /** How many when nobody asked. */
  readonly usually: number;
  readonly now: Instant;
}

const SQL = {
  all: 'SELECT workspace, name, partitions FROM timelines ORDER BY created, name',
  createdAt: 'SELECT created FROM timelines WHERE workspace = ? AND name = ?',
  get: 'SELECT partitions FROM timelines WHERE workspace = ? AND name = ?',
  create: 'INSERT INTO timelines (workspace, name, partitions, created) VALUES (?, ?, ?, ?)',
};

export function timelineTable(db: DatabaseSync) {
  const sql = statements(db, SQL);

  function partitionsOf(workspace: string, name: string): number | undefined {
    const row = sql('get').get(workspace, name);
    return row === undefined ? undefined : Number(row['partitions']);
  }

  return {
    all: (): Timeline[] =>
      sql('all')
        .all()
        .map((row) => ({
          workspace: String(row['workspace']),
          name: String(row['name']),
          partitions: Number(row['partitions']),
        })),

    /** When it was made: one of the same name in another log was not. Undefined where there is none. */
    createdAt(workspace: string, name: string): Instant | undefined {
      const row = sql('createdAt').get(workspace, name);
      return row === undefined ? undefined : Number(row['created']);
    },

    /** Throws USAGE when the timeline exists with another number of partitions than asked for. */
    check({ workspace, name, partitions }: NewTimeline): void {
      const fixed = partitionsOf(workspace, name);
      if (fixed === undefined || partitions === undefined || partitions === fixed) return;
      throw new TidelineError(
        'USAGE',
        `Timeline ${name} was created with ${fixed} partitions, which cannot change: leave --partitions out, or choose another --timeline.`,
      );
    },

    /** The timeline as it is, or new. */
    create({ workspace, name, partitions, usually, now }: NewTimeline): Timeline {
      const fixed = partitionsOf(workspace, name);
      if (fixed === undefined) sql('create').run(workspace, name, partitions ?? usually, now);
      return { workspace, name, partitions: fixed ?? partitions ?? usually };
    },
  };
}
