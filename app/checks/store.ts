import { existsSync } from 'node:fs';
import type { DataDirectory } from '../data-directory.ts';
import { isAlive, readProcessFile } from '../process-file.ts';
import { joinStore } from '../running-store.ts';
import type { Check } from './checks.ts';

/** Whether the running store answers; one that does not run is fine, `tideline sql` starts it. */
export async function checkStore(directory: DataDirectory): Promise<Check> {
  const name = 'store';
  const store = await joinStore(directory);
  if (store !== undefined) {
    await store.close();
    const url = readProcessFile(directory.runningStore)?.['url'];
    return { name, state: 'ok', detail: `answers at ${String(url)}` };
  }
  if (isAlive(readProcessFile(directory.owner)?.['pid']) && existsSync(directory.runningStore)) {
    const fix = 'it is started again by itself; if this stays, stop the writer and start it again';
    return { name, state: 'fail', detail: 'the directory is in use, and its store does not answer', fix };
  }
  const filled = existsSync(directory.store);
  return { name, state: 'ok', detail: filled ? 'not running; `tideline sql` starts it for a question' : 'empty' };
}
