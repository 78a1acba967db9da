import type { Name } from './envelope.ts';
import type { MentionScore } from './results/mention-score.ts';

/** How far a reader of one partition of mention-scores has come. A narrow edge: one producer per partition, so one last name (law 3). */
export interface Place {
  /** The first offset not yet read. */
  readonly next: number;
  /** Name of the record before; undefined where nobody has looked at it: the first record is then taken as it is. */
  readonly last: Name | undefined;
}

/** Of every partition, in their order. */
export type Position = readonly Place[];

export interface LiveMention {
  /** Where a reader stands who has seen it. */
  readonly after: Place;
  readonly value: MentionScore;
}

/** Some mentions of one partition, in the order of the log. */
export interface Step {
  readonly partition: number;
  readonly mentions: readonly LiveMention[];
  readonly after: Place;
}
