import type { Page } from '../connectors/connector.ts';
import type { ReplayCursor } from '../connectors/replay/options.ts';
import type { ReplaySource } from '../connectors/replay/source.ts';
import type { ProgressState } from './progress.ts';

/** A source whose progress is what was handed over, not what was read ahead of it. */
export interface MeasuredSource {
  readonly source: ReplaySource;
  /** Call when the page read last is stored, with the lines of all pages. */
  stored(lines: number): void;
  state(): ProgressState;
}

/** The last percent is shown when the last line is handed over. */
const NEARLY = 0.99;

/** `isPacked`: a cursor's offset counts other bytes than the file has. `linesBefore`: of earlier runs. */
export function measured(source: ReplaySource, options: { isPacked: boolean; linesBefore: number }): MeasuredSource {
  let read: Pick<Page<ReplayCursor>, 'cursor' | 'done'> | undefined;
  let handed: typeof read;
  let count = 0;
  return {
    source: {
      ...source,
      async read(after, signal) {
        // Where a resumed run goes on was handed over by the one before.
        if (after !== undefined) handed ??= { cursor: after, done: false };
        const page = await source.read(after, signal);
        read = page;
        return page;
      },
    },
    stored(lines) {
      count = lines - options.linesBefore;
      handed = read;
    },
    state() {
      const { phase, doneBytes, totalBytes } = source.progress();
      if (handed?.done === true) return { done: 1, total: 1, count };
      if (totalBytes === 0) return { done: 0, total: undefined, count };
      if (phase === 'sorting') return { doing: 'sorting', done: doneBytes, total: totalBytes, count };
      const done = options.isPacked ? doneBytes : (handed?.cursor.offset ?? 0);
      return { done: handed === undefined ? 0 : Math.min(done, totalBytes * NEARLY), total: totalBytes, count };
    },
  };
}
