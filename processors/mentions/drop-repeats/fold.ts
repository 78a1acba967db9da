import type { Fold, Step } from '../../../runtime/task/fold.ts';
import type { Mention } from '../../../schemas/events/mention.ts';
import { HOUR_MS } from '../../../schemas/instants.ts';

/** Ids are remembered this long behind the watermark; at least the horizon, so that nothing still countable can be counted twice. */
export const MEMORY_MS = 72 * HOUR_MS;

export type Sighting =
  | { readonly kind: 'repeated' }
  /** `late`: beyond the horizon, to be kept as a row but in no window. */
  | { readonly kind: 'first'; readonly mention: Mention; readonly late: boolean };

/** Lets the first copy of each (watch, platform, id) pass. Its only memory are the keys that the runtime remembers for it. */
export const dropRepeats: Fold<Mention, null, Sighting> = {
  name: 'drop-repeats',
  state: { write: () => undefined, read: () => null },
  keyOf: () => '',
  initial: () => null,
  onEvent(_state: null, mention: Mention, step: Step<Sighting>): undefined {
    const key = `${mention.watch}\0${mention.platform}\0${mention.id}`;
    const until = Math.max(mention.time, step.watermark) + MEMORY_MS;
    if (step.remember(key, until)) step.emit({ kind: 'first', mention, late: step.late });
    else step.emit({ kind: 'repeated' });
    return undefined;
  },
};
