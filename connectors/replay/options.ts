import type { Clock } from '../../runtime/time/clock.ts';
import type { Instant } from '../../schemas/instants.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import type { ReplaySpeed } from './pace.ts';
import type { Peek } from './peek.ts';

/** JSON. `offset` counts decompressed bytes of the file, or bytes of its sorted copy. */
export interface ReplayCursor {
  readonly order: 'time' | 'file';
  readonly offset: number;
  /** Items handed over so far. */
  readonly lines: number;
  /** The largest event time among them; 0 before there is one. */
  readonly maxTime: Instant;
}

export interface ReplayOptions {
  readonly id: string;
  readonly path: string;
  readonly mapping: Mapping;
  /** `time` sorts the file first, once, on disk; `file` takes the lines as they stand. */
  readonly order: 'time' | 'file';
  readonly speed: ReplaySpeed;
  /** Where the sorted copy lies. */
  readonly workDirectory: string;
  /** Names the sorted copy: another content or mapping needs another key. */
  readonly contentKey: string;
  readonly pageItems?: number;
  readonly pageBytes?: number;
  /** Memory for the sort's lines. */
  readonly sortBytes?: number;
}

export interface ReplayDeps {
  readonly clock: Clock;
  readonly peek: Peek;
}

/** Bytes of the phase it is in; reading begins at 0 again after sorting. */
export interface ReplayProgress {
  readonly phase: 'sorting' | 'reading';
  readonly doneBytes: number;
  readonly totalBytes: number;
}
