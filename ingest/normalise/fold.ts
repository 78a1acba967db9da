import type { Fold, Step } from '../../runtime/task/fold.ts';
import { decode } from '../../schemas/bytes.ts';
import type { AccountItem } from '../../schemas/events/account-item.ts';
import type { Item } from '../../schemas/events/item.ts';
import type { Mention } from '../../schemas/events/mention.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import type { DeadLetter } from '../../schemas/results/dead-letter.ts';
import { decodeAccountItem, decodeItem } from './decode.ts';
import { mappingRecord } from './mapping-record.ts';
import { compileWatches, type Matcher } from './match.ts';
import type { Rejection } from './rejection.ts';
import { watchSetRecord } from './watch-record.ts';

/** Names of the broadcast values that normalise reads. */
export const WATCHES = 'watches';
export const mappingName = (id: string): string => `mapping:${id}`;

export type Normalised =
  | { readonly kind: 'dead'; readonly letter: DeadLetter }
  | { readonly kind: 'unmatched' }
  | { readonly kind: 'matched'; readonly mentions: readonly Mention[] }
  | { readonly kind: 'routed'; readonly item: AccountItem };

const mappings = new WeakMap<Uint8Array, Mapping>();
const matchers = new WeakMap<Uint8Array, Matcher>();

/** What is made of broadcast bytes is made once: derived, never state. */
function derived<T>(cache: WeakMap<Uint8Array, T>, bytes: Uint8Array, make: (bytes: Uint8Array) => T): T {
  let known = cache.get(bytes);
  if (known === undefined) cache.set(bytes, (known = make(bytes)));
  return known;
}

function normalised(item: Item, step: Step<Normalised>): Normalised {
  const mappingBytes = step.shared(mappingName(item.mapping));
  if (mappingBytes === undefined)
    throw new Error(`intake holds no mapping ${item.mapping} before the items that name it`);
  const mapping = derived(mappings, mappingBytes, (bytes) => decode(mappingRecord, bytes));
  return mapping.kind === 'mention' ? mentionsOf(item, mapping, step) : accountItemOf(item, mapping, step);
}

function mentionsOf(item: Item, mapping: Mapping, step: Step<Normalised>): Normalised {
  const outcome = decodeItem(item, mapping, step.receivedTime);
  if (outcome.kind === 'reject') return deadOf(item, outcome);
  if (outcome.kind === 'drop') return { kind: 'unmatched' };
  const watches = step.shared(WATCHES);
  const matched =
    watches === undefined
      ? []
      : derived(matchers, watches, (bytes) => compileWatches(decode(watchSetRecord, bytes))).match(outcome.value.text);
  if (matched.length === 0) return { kind: 'unmatched' };
  const { platform } = mapping;
  const received = step.receivedTime;
  const { id, time, author, url, lang, text, reach } = outcome.value;
  return {
    kind: 'matched',
    mentions: matched.map((watch) => ({ watch, platform, id, time, received, author, url, lang, text, reach })),
  };
}

function accountItemOf(item: Item, mapping: Mapping, step: Step<Normalised>): Normalised {
  const outcome = decodeAccountItem(item, mapping, step.receivedTime);
  if (outcome.kind === 'reject') return deadOf(item, outcome);
  return outcome.kind === 'drop' ? { kind: 'unmatched' } : { kind: 'routed', item: outcome.value };
}

function deadOf(item: Item, { reason, detail }: Rejection): Normalised {
  return { kind: 'dead', letter: { ...item, reason, detail } };
}

/** Parse, map, match or route, dead-letter. Its only memory are the broadcast watches and mappings; it has no state of its own. */
export const normaliseItem: Fold<Item, null, Normalised> = {
  name: 'normalise',
  state: { write: () => undefined, read: () => null },
  keyOf: () => '',
  initial: () => null,
  onEvent(_state: null, item: Item, step: Step<Normalised>): undefined {
    step.emit(normalised(item, step));
    return undefined;
  },
};
