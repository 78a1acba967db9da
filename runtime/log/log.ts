import type { Chunk, EncodedChunk } from '../../schemas/envelope.ts';
import type { Instant } from '../../schemas/instants.ts';
import type { Stream } from '../../schemas/streams.ts';

/** Position of a record in its partition, counted from 0 without gaps. */
export type Offset = number;

/** One partition of one stream of one timeline. Intake has generation 0: nothing computed it. */
export interface Partition<T = unknown> {
  readonly workspace: string;
  readonly timeline: string;
  readonly stream: Stream<T>;
  readonly generation: number;
  readonly partition: number;
}

export interface Positioned<T> {
  /** Of the chunk's first record. */
  readonly offset: Offset;
  /** Its records. */
  readonly count: number;
  /** Decoded when it is looked at and not kept, so that a batch waits as bytes: look once. Throws LOG_CORRUPT on damage. */
  readonly chunk: Chunk<T>;
}

/**
 * Reads one partition in order, from the chunk that holds `from` on. `next` waits until there is something and returns a bounded
 * batch of whole chunks; nothing is read ahead, so a slow reader costs no memory. Throws LOG_TRIMMED when retention has passed its
 * position (never jumps), and the signal's reason when aborted.
 */
export interface LogReader<T> {
  next(signal: AbortSignal): Promise<readonly Positioned<T>[]>;
}

export interface Log {
  /** Durable when it resolves. One request in flight per writer and partition: repeat the same records or die. */
  append<T>(partition: Partition<T>, chunk: Chunk<T>): Promise<Offset>;
  read<T>(partition: Partition<T>, from: Offset): LogReader<T>;
  first(partition: Partition): Promise<Offset>;
  /** As known now: the offset the next record will get. */
  end(partition: Partition): Promise<Offset>;
}

/** A key's stored state. `due` = its timer; `report` = it waits for the next live tick. */
export interface StoredState {
  readonly fold: string;
  readonly key: string;
  readonly due: Instant | undefined;
  readonly report: boolean;
  readonly value: Uint8Array;
}

/** `value` undefined forgets the key. */
export interface StateChange {
  readonly fold: string;
  readonly key: string;
  readonly due: Instant | undefined;
  readonly report: boolean;
  readonly value: Uint8Array | undefined;
}

/** Keys remembered until log time passes the end of their span (see runtime/task/seen-keys.ts); they lie in runs of bounded size. */
export interface SeenRun {
  readonly fold: string;
  readonly span: number;
  readonly run: number;
}

export interface SeenChange extends SeenRun {
  /** New in this run: a JSON array of texts, as it goes through threads and into the database. */
  readonly keys: string;
  /** A run that is full gets its filter stored, so that a restart need not read its keys. */
  readonly filter: Uint8Array | undefined;
}

/** All runs of spans below this one are forgotten. */
export interface SeenFloor {
  readonly fold: string;
  readonly span: number;
}

export interface TimerPlace {
  readonly due: Instant;
  readonly fold: string;
  readonly key: string;
}

/** Committed state of one task, read key by key: folds are synchronous, so this is too. Only the task itself writes it. */
export interface StateView {
  get(fold: string, key: string): StoredState | undefined;
  /** Timers due at or before `until`, in the order (due, fold, key), those after `after`. */
  due(until: Instant, after: TimerPlace | undefined, limit: number): readonly TimerPlace[];
  nextDue(): Instant | undefined;
  reports(): readonly { fold: string; key: string }[];
  /** Every stored run, in the order (fold, span, run). */
  seenRuns(): readonly (SeenRun & { readonly filter: Uint8Array | undefined })[];
  seenKeys(run: SeenRun): readonly string[];
  hasSeen(run: SeenRun, key: string): boolean;
}

export interface Checkpoint {
  /** First input position not yet counted. */
  readonly next: Offset;
  readonly meta: Uint8Array;
  readonly state: StateView;
  /** Nobody else can have run ahead of it: a newer version may start here without a barrier. */
  readonly exclusive: boolean;
}

/** Encoded already, by whoever made it: `encodedOutput` for whole chunks. */
export interface Output<T = unknown> {
  readonly to: Partition<T>;
  readonly chunk: EncodedChunk;
}

/** What one task has done since its last commit. */
export interface Unit {
  readonly task: string;
  /** What it reads; undefined for feeders. Retention keeps it from `next` on. */
  readonly input: Partition | undefined;
  readonly next: Offset;
  readonly meta: Uint8Array;
  readonly state: readonly StateChange[];
  readonly seen: readonly SeenChange[];
  readonly seenFloors: readonly SeenFloor[];
  readonly outputs: readonly Output[];
}

/** Of units without keyed state: feeders and sinks. */
export const NO_STATE: Pick<Unit, 'state' | 'seen' | 'seenFloors'> = { state: [], seen: [], seenFloors: [] };

/**
 * Checkpoints. `commit` makes outputs durable before (embedded: together with) the position that covers them, and resolves then;
 * a throw means that nothing can be known: the task must be dropped and restored.
 */
export interface TaskStore {
  restore(task: string): Promise<Checkpoint>;
  commit(units: readonly Unit[]): Promise<void>;
}
