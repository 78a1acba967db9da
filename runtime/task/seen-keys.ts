import { HOUR_MS, type Instant } from '../../schemas/instants.ts';
import { hash53 } from '../hash.ts';
import type { SeenChange, SeenFloor, SeenRun, StateView } from '../log/log.ts';
import { keyFilter, type KeyFilter } from './key-filter.ts';

/** Keys whose memory ends in the same span are forgotten together, when log time reaches the span's end: no timer for each. */
export const SPAN_MS = 6 * HOUR_MS;

/** Runs of a span grow up to this: a filter of 256 KiB, and few enough rows that new keys fall on pages that are in memory. */
const FULL_RUN = 131_072;

/** Small at first: most spans of most timelines hold a handful of keys. */
export function capacityOf(run: number): number {
  return Math.min(FULL_RUN, 1_024 * 4 ** run);
}

interface Run extends SeenRun {
  readonly filter: KeyFilter;
  keys: number;
  /** Not committed yet. */
  fresh: Set<string>;
}

const isFull = ({ keys, run }: Run): boolean => keys >= capacityOf(run);

/**
 * The keys that the folds of one task remember, each until a time. Exact: a filter in memory answers for most keys that are new, the
 * stored keys decide the rest. Costs memory of 2 bytes a key, about a row write for a new key and a row read for a known one.
 */
export function seenKeys(view: StateView) {
  const runs = new Map<string, Run[]>();
  /** Of each fold: the first span that is not forgotten, where that has changed since the last unit. */
  let floors = new Map<string, number>();

  const runsOf = (fold: string): Run[] => {
    let all = runs.get(fold);
    if (all === undefined) runs.set(fold, (all = []));
    return all;
  };

  for (const { filter, ...place } of view.seenRuns()) runsOf(place.fold).push(restored(view, place, filter));

  const knows = (run: Run, key: string, hash: number): boolean =>
    run.filter.mayHave(hash) && (run.fresh.has(key) || view.hasSeen(run, key));

  /** The last run of the span, or a new one behind it. */
  function openRun(fold: string, span: number): Run {
    const all = runsOf(fold);
    const last = all.findLast((run) => run.span === span);
    if (last !== undefined && !isFull(last)) return last;
    const run = last === undefined ? 0 : last.run + 1;
    const fresh: Run = { fold, span, run, filter: keyFilter(capacityOf(run)), keys: 0, fresh: new Set() };
    all.push(fresh);
    return fresh;
  }

  return {
    /** True when the key is new; it is known from now on, at least until log time reaches `until` and at most a span longer. */
    add(fold: string, key: string, until: Instant): boolean {
      const hash = hash53(key);
      for (const run of runsOf(fold)) if (knows(run, key, hash)) return false;
      const run = openRun(fold, Math.ceil(until / SPAN_MS));
      run.filter.add(hash);
      run.fresh.add(key);
      run.keys += 1;
      return true;
    },

    /** Log time has reached the instant. */
    forgetUntil(instant: Instant): void {
      const floor = Math.floor(instant / SPAN_MS) + 1;
      for (const [fold, all] of runs) {
        if (!all.some((run) => run.span < floor)) continue;
        runs.set(
          fold,
          all.filter((run) => run.span >= floor),
        );
        floors.set(fold, floor);
      }
    },

    /** What changed since the last call. */
    take(): { seen: SeenChange[]; seenFloors: SeenFloor[] } {
      const seen: SeenChange[] = [];
      for (const one of [...runs.values()].flat()) {
        const { fold, span, run, fresh, filter } = one;
        if (fresh.size === 0) continue;
        seen.push({
          fold,
          span,
          run,
          keys: JSON.stringify([...fresh]),
          filter: isFull(one) ? filter.bytes : undefined,
        });
      }
      const seenFloors = [...floors].map(([fold, span]) => ({ fold, span }));
      floors = new Map();
      return { seen, seenFloors };
    },

    committed(): void {
      for (const run of [...runs.values()].flat()) if (run.fresh.size > 0) run.fresh = new Set();
    },
  };
}

function restored(view: StateView, place: SeenRun, stored: Uint8Array | undefined): Run {
  const capacity = capacityOf(place.run);
  if (stored !== undefined) return { ...place, filter: keyFilter(capacity, stored), keys: capacity, fresh: new Set() };
  const filter = keyFilter(capacity);
  const keys = view.seenKeys(place);
  for (const key of keys) filter.add(hash53(key));
  return { ...place, filter, keys: keys.length, fresh: new Set() };
}
