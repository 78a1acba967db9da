import type { Fold, Step } from '../../../runtime/task/fold.ts';
import type { Codec } from '../../../schemas/bytes.ts';
import { HOUR_MS, windowStart, type Instant } from '../../../schemas/instants.ts';
import type { EngagementRate } from '../../../schemas/results/engagement-rate.ts';
import { interactionsOf, type EngagementWindow } from '../../../schemas/results/engagement-window.ts';
import { accounts } from '../../../schemas/streams.ts';
import { nextTurningPoint, ratesAt, setHour, turningPoints, WEEK_MS, type HourGain } from './rate-hours.ts';

export interface RateState {
  readonly hours: HourGain[];
  /** Rows are written for every end up to here. */
  concluded: Instant;
}

const rateState: Codec<RateState> = {
  write(writer, { hours, concluded }) {
    writer.varint(concluded);
    writer.varint(hours.length);
    for (const { start, posts, interactions, reach } of hours) {
      writer.varint(start / HOUR_MS);
      writer.zigzag(posts);
      writer.zigzag(interactions);
      writer.zigzag(reach);
    }
  },
  read(reader) {
    const concluded = reader.varint();
    const hours: HourGain[] = [];
    for (let left = reader.varint(); left > 0; left--) {
      const start = reader.varint() * HOUR_MS;
      hours.push({ start, posts: reader.zigzag(), interactions: reader.zigzag(), reach: reader.zigzag() });
    }
    return { hours, concluded };
  },
};

/** Hours of one account that conclude, or are revised, by one record: a row made of only some of them would never have been true. */
export interface ConcludedHours {
  readonly platform: string;
  readonly account: string;
  readonly hours: readonly EngagementWindow[];
}

/**
 * The engagement rate of the last seven days and of the seven before, from concluded hours: a row whenever an hour enters or leaves one
 * of the two. An hour that is revised gives every row again that it is in.
 */
export const rates: Fold<ConcludedHours, RateState, EngagementRate> = {
  name: 'rates',
  state: rateState,
  keyOf: ({ platform, account }) => `${platform}\0${account}`,
  initial: () => ({ hours: [], concluded: 0 }),

  onEvent(state, { hours }, step) {
    for (const window of hours) {
      const { start, posts, reach } = window;
      setHour(state.hours, { start, posts, interactions: interactionsOf(window), reach });
    }
    const ends = hours.map(({ start }) => start + HOUR_MS);
    return concludeTo(state, Math.min(...ends), Math.max(state.concluded, ...ends), step);
  },

  onTimer(state, due, step) {
    const next = concludeTo(state, state.concluded + 1, windowStart(due, HOUR_MS), step);
    return next.hours.length === 0 ? undefined : next;
  },
};

/** Writes the rows of the ends in [from, to], and waits for the next one. */
function concludeTo(state: RateState, from: Instant, to: Instant, step: Step<EngagementRate>): RateState {
  const { hours } = state;
  const [platform = '', account = ''] = step.key.split('\0');
  for (const end of turningPoints(hours, from, to))
    step.emit({ platform, account, until: end, ...ratesAt(hours, end) });
  state.concluded = to;
  // Timers of one tick fire in their order while the watermark is already behind them all: what is forgotten goes by the former.
  const gone = hours.findIndex(({ start }) => forgottenAt(start) > to);
  hours.splice(0, gone === -1 ? hours.length : gone);
  const [first] = hours;
  if (first === undefined) return state;
  const next = nextTurningPoint(hours, to) ?? forgottenAt(first.start);
  // A moment after: what ends at the same instant concludes first.
  step.timerAt(Math.min(next, forgottenAt(first.start)) + 1);
  return state;
}

/** When an hour is in no row any more that can still change. */
function forgottenAt(start: Instant): Instant {
  return start + HOUR_MS + 2 * WEEK_MS + accounts.horizonMs;
}
