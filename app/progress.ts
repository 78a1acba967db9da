import type { Instant } from '../schemas/instants.ts';
import type { CommandIo } from './io.ts';

export interface ProgressState {
  /** Work done and in all, in one unit (bytes of a file); `total` undefined: nobody knows. */
  readonly done: number;
  readonly total: number | undefined;
  /** What people count: lines, mentions. */
  readonly count: number;
  /** A step before anything can be counted, in the place of the label's verb: `sorting`. */
  readonly doing?: 'sorting';
}

/**
 * How far something is. `update` may be called as often as it likes: a terminal shows one line that overwrites itself, anything
 * else gets a plain line at most every 5 s, and --quiet nothing. `end` leaves the last state on the screen; call it always.
 */
export interface Progress {
  update(state: ProgressState): void;
  end(): void;
}

export interface ProgressOptions {
  /** What is going on: `replaying airline_dev.jsonl`. */
  readonly label: string;
  /** What `count` counts: `lines`. */
  readonly unit: string;
  readonly quiet: boolean;
  /** Where a resumed run goes on: what was done before is not its speed. */
  readonly from?: ProgressState;
}

const TERMINAL_EVERY_MS = 100;
const PLAIN_EVERY_MS = 5_000;
const BAR_WIDTH = 24;
const ERASE_LINE = '\r\u001b[2K';

export function progress(options: ProgressOptions, io: CommandIo): Progress {
  if (options.quiet) return { update: () => undefined, end: () => undefined };
  const everyMs = io.talkIsTTY ? TERMINAL_EVERY_MS : PLAIN_EVERY_MS;
  const began = io.clock.now();
  const first = options.from ?? { done: 0, total: undefined, count: 0 };
  let last: ProgressState | undefined;
  let shown: ProgressState | undefined;
  let shownAt = began - (io.talkIsTTY ? everyMs : 0);
  const show = (state: ProgressState, now: Instant): void => {
    shownAt = now;
    shown = state;
    const line = progressLine({ ...options, bar: io.talkIsTTY }, state, first, now - began);
    io.stderr.write(io.talkIsTTY ? `${ERASE_LINE}${line}` : `${line}\n`);
  };
  return {
    update(state) {
      last = state;
      const now = io.clock.now();
      if (now - shownAt >= everyMs) show(state, now);
    },
    end() {
      if (last === undefined) return;
      if (last !== shown) show(last, io.clock.now());
      if (io.talkIsTTY) io.stderr.write('\n');
    },
  };
}

export function progressLine(
  { label, unit, bar }: Pick<ProgressOptions, 'label' | 'unit'> & { readonly bar: boolean },
  state: ProgressState,
  first: ProgressState,
  tookMs: number,
): string {
  const seconds = Math.max(tookMs, 1) / 1_000;
  const rate = Math.round((state.count - first.count) / seconds);
  const counted = `${grouped(state.count)} ${unit}, ${grouped(rate)}/s`;
  if (state.doing !== undefined) return `${label.replace(/^\w+/, state.doing)}: ${percent(state)} %`;
  if (state.total === undefined || state.total <= 0) return `${label}: ${counted}`;
  const part = Math.min(1, state.done / state.total);
  const filled = Math.round(part * BAR_WIDTH);
  const drawn = bar ? ` ${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}` : ':';
  const perSecond = (state.done - first.done) / seconds;
  const left = perSecond > 0 && part < 1 ? `, ${duration((state.total - state.done) / perSecond)} left` : '';
  return `${label}${drawn} ${percent(state)} %, ${counted}${left}`;
}

export function percent({ done, total }: Pick<ProgressState, 'done' | 'total'>): number {
  return total === undefined || total <= 0 ? 0 : Math.floor(Math.min(1, done / total) * 100);
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** 7 s, 3 min 20 s, 2 h 5 min. */
function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
}
