import type { LogRecord } from '../../schemas/envelope.ts';
import { MINUTE_MS } from '../../schemas/instants.ts';

/** The same without the ticks of history that cross no minute: what a task is told by the task before it. */
export function byTheMinute<T>(records: readonly LogRecord<T>[]): LogRecord<T>[] {
  let time = 0;
  return records.filter((record) => {
    if (record.kind !== 'tick') return true;
    const before = time;
    time = Math.max(time, record.value.time);
    const { live, final } = record.value;
    return live || final || Math.floor(time / MINUTE_MS) > Math.floor(before / MINUTE_MS);
  });
}
