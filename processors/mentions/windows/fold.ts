import type { Fold, Step } from '../../../runtime/task/fold.ts';
import { windowStart, type Instant } from '../../../schemas/instants.ts';
import type { MentionScore } from '../../../schemas/results/mention-score.ts';
import { WIDTH_MS, type MentionWindow, type WindowWidth } from '../../../schemas/results/mention-window.ts';
import { mentions } from '../../../schemas/streams.ts';
import { addAuthor, countAuthors } from './authors.ts';
import { emptyWindow, windowState, type WindowState } from './state.ts';

export interface Counted {
  readonly width: WindowWidth;
  readonly mention: MentionScore;
  /** Of `authorHash`: made once for all widths. */
  readonly author: number | undefined;
}

/**
 * Tumbling windows [start, start + width) of event time. A window concludes when the watermark reaches its end; a mention that
 * comes after that, inside the horizon, gives the row again with a higher revision; horizon after its end it is forgotten.
 */
export const windows: Fold<Counted, WindowState, MentionWindow> = {
  name: 'windows',
  state: windowState,
  keyOf: ({ width, mention }) => `${mention.watch}\0${width}\0${windowStart(mention.time, WIDTH_MS[width])}`,
  initial: emptyWindow,

  onEvent(state: WindowState, { width, mention, author }: Counted, step: Step<MentionWindow>): WindowState {
    state.mentions += 1;
    state.reach += mention.reach;
    state[mention.class] += 1;
    if (author !== undefined) addAuthor(state.authors, author);
    const end = windowStart(mention.time, WIDTH_MS[width]) + WIDTH_MS[width];
    if (end <= step.watermark) {
      step.timerAt(end + mentions.horizonMs);
      step.emit(rowOf(step.key, state, true));
    } else {
      step.timerAt(end);
      step.reportAtTick();
    }
    return state;
  },

  onTimer(state: WindowState, due: Instant, step: Step<MentionWindow>): WindowState | undefined {
    const row = rowOf(step.key, state, true);
    const end = row.start + WIDTH_MS[row.width];
    if (due > end) return undefined;
    step.emit(row);
    step.timerAt(end + mentions.horizonMs);
    return state;
  },

  onReport(state: WindowState, step: Step<MentionWindow>): WindowState {
    const row = rowOf(step.key, state, false);
    if (row.start + WIDTH_MS[row.width] > step.watermark) step.emit(row);
    return state;
  },
};

function rowOf(key: string, state: WindowState, complete: boolean): MentionWindow {
  const [watch = '', width = '', start = ''] = key.split('\0');
  const { mentions: count, reach, positive, neutral, negative } = state;
  return {
    watch,
    width: width as WindowWidth,
    start: Number(start),
    mentions: count,
    authors: countAuthors(state.authors),
    reach,
    positive,
    neutral,
    negative,
    complete,
  };
}
