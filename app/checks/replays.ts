import { existsSync } from 'node:fs';
import { messageOf } from '../../runtime/errors.ts';
import type { DataDirectory } from '../directory.ts';
import { openLog } from '../open-log.ts';
import { unfinishedLine, unfinishedReplays } from '../unfinished.ts';
import type { Check } from './checks.ts';

/** What stopped in the middle, with the command that goes on: its sums look whole and are not. Nothing when there is no log yet. */
export async function checkReplays({ root, logFile }: DataDirectory): Promise<Check[]> {
  const name = 'replays';
  if (!existsSync(logFile)) return [];
  try {
    const log = openLog({ data: root }, { cwd: root });
    try {
      const places = new Map(log.partitions().map(({ partition }) => [partition.timeline, partition]));
      const found = await unfinishedReplays([...places.values()], (task) => log.meta(task));
      if (found.length === 0) return [{ name, state: 'ok', detail: 'none is unfinished' }];
      const detail = found.map(unfinishedLine).join('; ');
      return [{ name, state: 'warn', detail, fix: 'run that command, unless one is reading it now' }];
    } finally {
      log.close();
    }
  } catch (error) {
    return [{ name, state: 'fail', detail: messageOf(error) }];
  }
}
