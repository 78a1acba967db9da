import type { Codec } from '../bytes.ts';
import { barrier, coverage, shared, tick } from '../events/control.ts';
import { item } from '../events/item.ts';
import { mention } from '../events/mention.ts';
import { count } from '../results/count.ts';
import { deadLetter } from '../results/dead-letter.ts';
import { mentionScore } from '../results/mention-score.ts';
import { mentionWindow } from '../results/mention-window.ts';

/** Everything that is stored as bytes, by name. Each has a sample: a value and the bytes it was written as. */
export const STORED: Readonly<Record<string, Codec<unknown>>> = {
  barrier,
  count,
  coverage,
  'dead-letter': deadLetter,
  item,
  mention,
  'mention-score': mentionScore,
  'mention-window': mentionWindow,
  shared,
  tick,
};
