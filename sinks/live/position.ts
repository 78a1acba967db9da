import type { Name } from '../../schemas/envelope.ts';
import type { MentionScore } from '../../schemas/results/mention-score.ts';

/** How far a reader of one partition has come. A narrow edge: one producer per partition, so one last name (law 3). */
export interface Place {
  /** The first offset not yet read. */
  readonly next: number;
  /** Undefined where nobody has looked at what came before: the first record is then taken as it is. */
  readonly last: Name | undefined;
}

/** Of every partition, in their order. */
export type Position = readonly Place[];

export interface LiveMention {
  readonly partition: number;
  /** Where a reader stands who has seen it. */
  readonly after: Place;
  readonly value: MentionScore;
}

/** One chunk of one partition, or what was wanted of it. */
export interface Step {
  readonly partition: number;
  readonly mentions: readonly LiveMention[];
  readonly after: Place;
}
