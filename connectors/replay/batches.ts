/** One value after another out of batches that arrive asynchronously: only a new batch needs an await. */
export interface BatchReader<T> {
  /** The next value, or undefined when the batch is used up. */
  head(): T | undefined;
  take(): void;
  /** Fetches a batch; false at the end. */
  refill(): Promise<boolean>;
  close(): Promise<void>;
}

export function batchReader<T>(batches: AsyncGenerator<readonly T[]>): BatchReader<T> {
  let batch: readonly T[] = [];
  let at = 0;
  return {
    head: () => batch[at],
    take() {
      at++;
    },
    async refill() {
      const next = await batches.next();
      batch = next.done === true ? [] : next.value;
      at = 0;
      return next.done !== true;
    },
    async close() {
      batch = [];
      await batches.return(undefined);
    },
  };
}

/** The next value, after as many refills as that takes; undefined at the end. */
export async function nextHead<T>(reader: BatchReader<T>): Promise<T | undefined> {
  while (reader.head() === undefined && (await reader.refill()));
  return reader.head();
}
