import type { Codec } from '../../schemas/bytes.ts';
import type { Instant } from '../../schemas/instants.ts';
import type { Stream } from '../../schemas/streams.ts';

/** What a fold may know and do at one event or timer. The object is reused: never keep it. */
export interface Step<Out> {
  readonly key: string;
  readonly eventTime: Instant;
  readonly receivedTime: Instant;
  /** Nothing earlier follows, late records aside. */
  readonly watermark: Instant;
  /**
   * The record came beyond its stream's horizon, by the clock of whoever appended it: this task's own is its slowest producer's, and how
   * far they are apart while they catch up is chance. It is never ahead, so what is not late finds its windows open.
   */
  readonly late: boolean;
  /** The latest broadcast value of that name, at this position of the log. */
  shared(name: string): Uint8Array | undefined;
  emit(out: Out): void;
  /** Calls `onTimer` when the watermark reaches the instant; a key has one timer, a second call replaces it. */
  timerAt(instant: Instant): void;
  /**
   * True when the fold sees the key for the first time; it then knows it until log time reaches `until`, and up to SPAN_MS longer.
   * For dropping repeats: a key costs bytes, not a state with a timer.
   */
  remember(key: string, until: Instant): boolean;
  /** Calls `onReport` at the next live tick, or where a recorded file ends; a timer of the key that fires first ends the wait. */
  reportAtTick(): void;
}

/**
 * A pure, synchronous function over one key's events: same records in, same records out, byte for byte, on every replay.
 * No await, clock, random, I/O or environment. The runtime owns the state between calls: a fold may change it in place and
 * return it. A throw is our own defect and stops the partition.
 */
export interface Fold<In, State, Out> {
  /** Names its state in every checkpoint: never renamed, never reused. */
  readonly name: string;
  readonly state: Codec<State>;
  /** Narrows the key inside the partition: only touched keys are written. */
  keyOf(event: In): string;
  initial(key: string): State;
  onEvent(state: State, event: In, step: Step<Out>): State | undefined;
  /** `undefined` forgets the key. */
  onTimer?(state: State, due: Instant, step: Step<Out>): State | undefined;
  onReport?(state: State, step: Step<Out>): State;
}

/** Given to a pipeline once, when its task starts. */
export interface Wiring {
  /** The entrance of a fold; what it emits goes to `then`. */
  readonly fold: <In, State, Out>(fold: Fold<In, State, Out>, then: (out: Out) => void) => (event: In) => void;
  /** Appends to a result stream: to the task's own partition, or by key where the pipeline re-keys. */
  readonly emit: <T>(stream: Stream<T>, value: T) => void;
  readonly partition: number;
}

export interface Target {
  readonly stream: Stream;
  /** narrow: the task's own partition; wide: the partition of the value's key. */
  readonly edge: 'narrow' | 'wide';
}

/** The folds of one keyed stream in their order: `wire` returns the entrance for the events of a partition. */
export interface Pipeline<In> {
  readonly name: string;
  /** Raised by every change that alters outputs (golden files tell). */
  readonly version: number;
  readonly input: Stream<In>;
  readonly targets: readonly Target[];
  wire(wiring: Wiring): (event: In) => void;
}
