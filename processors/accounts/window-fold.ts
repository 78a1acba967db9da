import type { Fold } from '../../runtime/task/fold.ts';
import type { Codec } from '../../schemas/bytes.ts';
import { windowStart, type Instant } from '../../schemas/instants.ts';
import { ACCOUNT_WIDTH_MS, ACCOUNT_WIDTHS, type AccountWidth } from '../../schemas/results/account-width.ts';
import type { AccountWindow } from '../../schemas/results/account-window.ts';
import { accounts } from '../../schemas/streams.ts';
import type { Timed } from './neighbours.ts';

/** What one item changes in one window: all at once, so that nobody sees half of it. */
export interface WindowChange<Change> extends AccountWindow {
  readonly changes: readonly Change[];
}

/** What one item changes, of one account. */
export interface AccountChanges<Change extends Timed> {
  readonly platform: string;
  readonly account: string;
  readonly changes: readonly Change[];
}

/** The same window by window, in every width. */
export function inWindows<Change extends Timed>({
  platform,
  account,
  changes,
}: AccountChanges<Change>): WindowChange<Change>[] {
  return ACCOUNT_WIDTHS.flatMap((width) => {
    const byStart = Map.groupBy(changes, ({ time }) => windowStart(time, ACCOUNT_WIDTH_MS[width]));
    return [...byStart].map(([start, inside]) => ({ platform, account, width, start, changes: inside }));
  });
}

export interface WindowMaths<Change, State, Row> {
  readonly name: string;
  readonly state: Codec<State>;
  empty(): State;
  /** Changes the state; commutative, since producers interleave after the wide edge. */
  add(state: State, change: Change): void;
  rowOf(place: AccountWindow, state: State, complete: boolean): Row;
}

/**
 * Tumbling windows [start, start + width) of event time per account. A window concludes when the watermark reaches its end; what changes
 * it after that, inside the horizon, gives the row again with a higher revision; horizon after its end it is forgotten.
 */
export function windowFold<Change, State, Row>(
  maths: WindowMaths<Change, State, Row>,
): Fold<WindowChange<Change>, State, Row> {
  return {
    name: maths.name,
    state: maths.state,
    keyOf: ({ platform, account, width, start }) => `${platform}\0${account}\0${width}\0${start}`,
    initial: maths.empty,

    onEvent(state, { changes, ...place }, step) {
      for (const change of changes) maths.add(state, change);
      const end = endOf(place);
      if (end <= step.watermark) {
        step.timerAt(end + accounts.horizonMs);
        step.emit(maths.rowOf(place, state, true));
      } else {
        step.timerAt(end);
        step.reportAtTick();
      }
      return state;
    },

    onTimer(state, due, step) {
      const place = placeOf(step.key);
      const end = endOf(place);
      if (due > end) return undefined;
      step.emit(maths.rowOf(place, state, true));
      step.timerAt(end + accounts.horizonMs);
      return state;
    },

    onReport(state, step) {
      const place = placeOf(step.key);
      if (endOf(place) > step.watermark) step.emit(maths.rowOf(place, state, false));
      return state;
    },
  };
}

function placeOf(key: string): AccountWindow {
  const [platform = '', account = '', width = '', start = ''] = key.split('\0');
  return { platform, account, width: width as AccountWidth, start: Number(start) };
}

function endOf({ width, start }: AccountWindow): Instant {
  return start + ACCOUNT_WIDTH_MS[width];
}
