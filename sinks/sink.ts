/**
 * Where rows go. `write` is called with rows in the order of their stream, one call at a time per table, and resolves when they are
 * durable, with the rows that can never be: whoever called keeps those as dead letters. Rows are upserts of absolute values: the
 * same rows twice have no second effect, so after any doubt the caller repeats. It retries a store that is away by itself until the
 * signal aborts, and throws only then or on our own defect.
 */
export interface Sink<Row> {
  write(rows: Rows<Row>, signal: AbortSignal): Promise<readonly Refusal<Row>[]>;
}

/** Makes the rows of a batch, the same each time: they need not be kept while a store writes, only made again if it refuses one. */
export type Rows<Row> = () => readonly Row[];

/** A row that this store will not take however often it is asked, and what it said. */
export interface Refusal<Row> {
  readonly row: Row;
  readonly error: Error;
}

/** A record of a result stream with what a row needs beside its value. */
export interface Result<T> {
  readonly workspace: string;
  readonly timeline: string;
  readonly generation: number;
  readonly partition: number;
  readonly offset: number;
  readonly trace: string;
  /** settings version << 48 | input position: the larger one of a key wins. */
  readonly revision: bigint;
  readonly value: T;
}
