import type { Pipeline } from '../../runtime/task/fold.ts';
import { totals } from '../../runtime/task/totals.ts';
import type { Item } from '../../schemas/events/item.ts';
import { accounts, counts, deadLetters, intake, mentions } from '../../schemas/streams.ts';
import { normaliseItem } from './fold.ts';

/** intake → mentions (re-keyed by watch) and accounts (by account): the wide edges; dead letters, totals. */
export const normalise: Pipeline<Item> = {
  name: 'normalise',
  version: 4,
  input: intake,
  targets: [
    { stream: mentions, edge: 'wide' },
    { stream: accounts, edge: 'wide' },
    { stream: deadLetters, edge: 'narrow' },
    { stream: counts, edge: 'narrow' },
  ],
  wire({ fold, emit, partition }) {
    const counted = fold(totals, (total) => emit(counts, { pipeline: 'normalise', partition, ...total }));
    return fold(normaliseItem, (result) => {
      switch (result.kind) {
        case 'dead':
          emit(deadLetters, result.letter);
          return counted(['lines', 'dead']);
        case 'unmatched':
          return counted(['lines', 'items', 'unmatched']);
        case 'matched':
          for (const mention of result.mentions) emit(mentions, mention);
          return counted(['lines', 'items', 'matched']);
        case 'routed':
          emit(accounts, result.item);
          return counted(['lines', 'items', 'routed']);
      }
    });
  },
};
