import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

export interface Acknowledgement {
  readonly logFile: string;
  /** A file outside the data directory: `task lines` after each commit of a source's cursor. */
  readonly acknowledged: string;
}

/** On disk before anything else happens. Reads the committed cursor back through a connection of its own: what it sees, a restart sees. */
export function acknowledge({ logFile, acknowledged }: Acknowledgement, tasks: readonly string[]): void {
  const feeders = tasks.filter((task) => task.includes('/source/'));
  if (feeders.length === 0) return;
  const db = new DatabaseSync(logFile, { readOnly: true });
  const select = db.prepare('SELECT next FROM tasks WHERE name = ?');
  const text = feeders.map((task) => `${task} ${String(select.get(task)?.['next'])}\n`).join('');
  db.close();
  const file = openSync(acknowledged, 'a');
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
}
