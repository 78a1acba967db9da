import type { Pipeline } from '../../runtime/task/fold.ts';
import { totals } from '../../runtime/task/totals.ts';
import type { Mention } from '../../schemas/events/mention.ts';
import { WINDOW_WIDTHS } from '../../schemas/results/mention-window.ts';
import { counts, mentions as mentionStream, mentionScores, mentionWindows } from '../../schemas/streams.ts';
import { dropRepeats } from './drop-repeats/fold.ts';
import { scoreMention } from './sentiment/sentiment.ts';
import { windows } from './windows/fold.ts';

/** mentions → drop repeats → sentiment → windows of 1 min and 1 h. Read from the bottom: each fold hands its output to the line above. */
export const mentions: Pipeline<Mention> = {
  name: 'mentions',
  version: 1,
  input: mentionStream,
  targets: [
    { stream: mentionScores, edge: 'narrow' },
    { stream: mentionWindows, edge: 'narrow' },
    { stream: counts, edge: 'narrow' },
  ],
  wire({ fold, emit, partition }) {
    const counted = fold(totals, (total) => emit(counts, { pipeline: 'mentions', partition, ...total }));
    const windowed = fold(windows, (row) => emit(mentionWindows, row));
    return fold(dropRepeats, (sighting) => {
      if (sighting.kind === 'repeated') return counted(['mentions', 'repeated']);
      const { late } = sighting;
      const mention = { ...sighting.mention, ...scoreMention(sighting.mention.text, 'default'), late };
      emit(mentionScores, mention);
      if (!late) for (const width of WINDOW_WIDTHS) windowed({ width, mention });
      counted(['mentions', late ? 'late' : 'counted']);
    });
  },
};
