import type { Pipeline } from '../../runtime/task/fold.ts';
import { totals } from '../../runtime/task/totals.ts';
import type { Mention } from '../../schemas/events/mention.ts';
import type { MentionScore } from '../../schemas/results/mention-score.ts';
import { WINDOW_WIDTHS } from '../../schemas/results/mention-window.ts';
import { counts, mentions as mentionStream, mentionScores, mentionWindows } from '../../schemas/streams.ts';
import { dropRepeats } from './drop-repeats/fold.ts';
import { scoreMention } from './sentiment/sentiment.ts';
import { authorHash } from './windows/authors.ts';
import { windows } from './windows/fold.ts';

/** mentions → drop repeats → sentiment → windows of 1 min and 1 h. Read from the bottom: each fold hands its output to the line above. */
export const mentions: Pipeline<Mention> = {
  name: 'mentions',
  version: 2,
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
      const mention = scored(sighting.mention, late);
      emit(mentionScores, mention);
      const author = authorHash(mention.platform, mention.author);
      if (!late) for (const width of WINDOW_WIDTHS) windowed({ width, mention, author });
      counted(['mentions', late ? 'late' : 'counted']);
    });
  },
};

/** Written out: a spread of both costs more than the scoring's arithmetic. */
function scored(mention: Mention, late: boolean): MentionScore {
  const { watch, platform, id, time, received, author, url, lang, text, reach } = mention;
  const { class: sentiment, positive, neutral, negative, compound } = scoreMention(text, 'default');
  return {
    watch,
    platform,
    id,
    time,
    received,
    author,
    url,
    lang,
    text,
    reach,
    class: sentiment,
    positive,
    neutral,
    negative,
    compound,
    late,
  };
}
