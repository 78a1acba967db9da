import type { Fold, Step } from '../../../runtime/task/fold.ts';
import type { AccountItem } from '../../../schemas/events/account-item.ts';
import { HOUR_MS } from '../../../schemas/instants.ts';

/** Items are remembered this long behind the watermark; at least the horizon, so that nothing still countable can be counted twice. */
export const MEMORY_MS = 72 * HOUR_MS;

export type Arrival =
  | { readonly kind: 'repeated' }
  /** `late`: beyond the horizon, to be kept as a row but in no window. */
  | { readonly kind: 'first'; readonly item: AccountItem; readonly late: boolean };

/** Lets the first copy of each post, and the first reading of each thing at an instant, pass. */
export const dropRepeats: Fold<AccountItem, null, Arrival> = {
  name: 'drop-repeats',
  state: { write: () => undefined, read: () => null },
  keyOf: () => '',
  initial: () => null,
  onEvent(_state: null, item: AccountItem, step: Step<Arrival>): undefined {
    const until = Math.max(item.time, step.watermark) + MEMORY_MS;
    if (step.remember(identityOf(item), until)) step.emit({ kind: 'first', item, late: step.late });
    else step.emit({ kind: 'repeated' });
    return undefined;
  },
};

/** A post is its id; a snapshot is what was read and when, whatever it says: of two that differ the first is believed. */
function identityOf(item: AccountItem): string {
  const { kind, platform, account, time } = item;
  switch (kind) {
    case 'post':
      return `${kind}\0${platform}\0${account}\0${item.id}`;
    case 'counters':
      return `${kind}\0${platform}\0${account}\0${item.post}\0${time}`;
    case 'profile':
      return `${kind}\0${platform}\0${account}\0${time}`;
  }
}
