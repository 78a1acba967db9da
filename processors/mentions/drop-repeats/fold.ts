import type { Fold, Step } from '../../../runtime/task/fold.ts';
import type { Mention } from '../../../schemas/events/mention.ts';
import { HOUR_MS } from '../../../schemas/instants.ts';
import { mentions } from '../../../schemas/streams.ts';

/** Ids are remembered this long behind the watermark; at least the horizon, so that nothing still countable can be counted twice. */
export const MEMORY_MS = 72 * HOUR_MS;

export type Sighting =
  | { readonly kind: 'repeated' }
  /** `late`: beyond the horizon, to be kept as a row but in no window. */
  | { readonly kind: 'first'; readonly mention: Mention; readonly late: boolean };

/** Lets the first copy of each (watch, platform, id) pass. */
export const dropRepeats: Fold<Mention, boolean, Sighting> = {
  name: 'drop-repeats',
  state: { write: () => undefined, read: () => true },
  keyOf: (mention) => `${mention.watch}\0${mention.platform}\0${mention.id}`,
  initial: () => false,
  onEvent(known: boolean, mention: Mention, step: Step<Sighting>): true {
    if (known) {
      step.emit({ kind: 'repeated' });
      return true;
    }
    step.timerAt(Math.max(mention.time, step.watermark) + MEMORY_MS);
    step.emit({ kind: 'first', mention, late: mention.time < step.watermark - mentions.horizonMs });
    return true;
  },
  onTimer: () => undefined,
};
