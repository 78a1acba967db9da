import { existsSync } from 'node:fs';
import { ownerOf, type DataDirectory } from '../directory.ts';
import { isAlive, readProcessFile } from '../process-file.ts';
import { joinStore } from '../running-store.ts';
import type { Check } from './checks.ts';

/** Whether the running store answers; one that does not run is fine, `tideline sql` starts it. */
export async function checkStore(directory: DataDirectory, data: string): Promise<Check> {
  const name = 'store';
  const store = await joinStore(directory);
  if (store !== undefined) {
    await store.close();
    const url = readProcessFile(directory.joinFile)?.['url'];
    return { name, state: 'ok', detail: `answers at ${String(url)}` };
  }
  if (isAlive(ownerOf(directory.root)?.pid) && existsSync(directory.joinFile)) {
    const fix = 'it is started again by itself; if this stays, stop the writer and start it again';
    return { name, state: 'fail', detail: 'the directory is in use, and its store does not answer', fix };
  }
  const ask = `\`npx tideline sql${data}\``;
  const filled = existsSync(directory.storeDirectory);
  return { name, state: 'ok', detail: filled ? `not running; ${ask} starts it for a question` : 'empty' };
}
