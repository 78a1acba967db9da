import { decode, encode } from '../../schemas/bytes.ts';
import type { Instant } from '../../schemas/instants.ts';
import type { StateChange, StateView, TimerPlace } from '../log/log.ts';
import type { Fold } from './fold.ts';
import { byCodePoint, byPlace, placeHeap } from './timer-heap.ts';

/** A fold of any types, as the state keeps them. */
export type AnyFold = Fold<unknown, unknown, unknown>;

export interface Entry {
  readonly fold: AnyFold;
  readonly key: string;
  /** undefined = the key is unknown or forgotten. */
  value: unknown;
  due: Instant | undefined;
  report: boolean;
  dirty: boolean;
}

/** A cache of two ages: what was not asked for while the young one filled is let go. */
interface Cache {
  young: Map<string, Entry>;
  old: Map<string, Entry>;
}

const PAGE = 100;

/**
 * The stored timers as a queue, read page by page and ahead of their time: the store does not change until a commit, and a look for
 * what is due at every tick cost more than the timers. One that was replaced in memory is still in it.
 */
function storedTimers(view: StateView) {
  let page = view.due(Infinity, undefined, PAGE);
  let at = 0;
  return {
    peek(): TimerPlace | undefined {
      if (at >= page.length && page.length === PAGE) {
        page = view.due(Infinity, page.at(-1), PAGE);
        at = 0;
      }
      return page[at];
    },
    pop: (): TimerPlace | undefined => page[at++],
  };
}

type Timers = Pick<ReturnType<typeof storedTimers>, 'peek' | 'pop'>;

/** Takes the earlier of both heads, if it is due. */
function earlier(fresh: Timers, stored: Timers, until: Instant): TimerPlace | undefined {
  const a = fresh.peek();
  const b = stored.peek();
  const first = a !== undefined && (b === undefined || byPlace(a, b) <= 0) ? fresh : stored;
  const due = first.peek()?.due;
  return due !== undefined && due <= until ? first.pop() : undefined;
}

/**
 * The keyed state of one task: committed values behind a cache, changed ones in memory until `take` hands them to a commit.
 * `cacheEntries` bounds the clean entries kept; changed ones are bounded by how often the task commits.
 */
export function keyedState(view: StateView, folds: readonly AnyFold[], cacheEntries: number) {
  const byName = new Map(folds.map((fold) => [fold.name, fold]));
  const caches = new Map(folds.map(({ name }): [string, Cache] => [name, { young: new Map(), old: new Map() }]));
  let changed: Entry[] = [];
  const reports = new Map<string, Entry>();
  let storedDue = view.nextDue();
  /** Read when the first of them is due after a commit. */
  let timers: Timers | undefined;
  /** Timers set since the last commit; one that was replaced stays until it comes up and is passed over then. */
  let fresh = placeHeap();

  const cacheOf = (fold: string): Cache => {
    const cache = caches.get(fold);
    if (cache === undefined) throw new Error(`no fold ${fold} in this task`);
    return cache;
  };

  function stored(fold: AnyFold, key: string): Entry {
    const row = view.get(fold.name, key);
    if (row === undefined) return { fold, key, value: undefined, due: undefined, report: false, dirty: false };
    return { fold, key, value: decode(fold.state, row.value), due: row.due, report: row.report, dirty: false };
  }

  function load(fold: AnyFold, key: string): Entry {
    const { young, old } = cacheOf(fold.name);
    const known = young.get(key);
    if (known !== undefined) return known;
    const entry = old.get(key) ?? reports.get(`${fold.name}\0${key}`) ?? stored(fold, key);
    young.set(key, entry);
    return entry;
  }

  function touch(entry: Entry): void {
    if (entry.dirty) return;
    entry.dirty = true;
    changed.push(entry);
    // One that only waited for a report may have left the cache: nobody must load the key a second time now.
    cacheOf(entry.fold.name).young.set(entry.key, entry);
  }

  for (const { fold, key } of view.reports()) {
    const known = byName.get(fold);
    if (known !== undefined) reports.set(`${fold}\0${key}`, load(known, key));
  }

  return {
    load,
    touch,

    setTimer(entry: Entry, due: Instant): void {
      if (entry.due === due) return;
      entry.due = due;
      fresh.push({ due, fold: entry.fold.name, key: entry.key });
      touch(entry);
    },

    setReport(entry: Entry, report: boolean): void {
      if (entry.report === report) return;
      entry.report = report;
      if (report) reports.set(`${entry.fold.name}\0${entry.key}`, entry);
      else reports.delete(`${entry.fold.name}\0${entry.key}`);
      touch(entry);
    },

    /** Entries that wait for a live tick, in the order (fold, key): the order must not depend on how they came into memory. */
    reporting(): readonly Entry[] {
      return [...reports.entries()].toSorted(([a], [b]) => byCodePoint(a, b)).map(([, entry]) => entry);
    },

    /**
     * Calls `fire` for every timer due by `until`, in the order (due, fold, key), those that firing itself sets included. False when
     * there may be more than `limit`: call again after a commit.
     */
    fireUntil(until: Instant, limit: number, fire: (entry: Entry, due: Instant) => void): boolean {
      if (Math.min(storedDue ?? Infinity, fresh.peek()?.due ?? Infinity) > until) return true;
      timers ??= storedTimers(view);
      for (let fired = 0; fired < limit;) {
        const place = earlier(fresh, timers, until);
        if (place === undefined) {
          storedDue = timers.peek()?.due;
          return true;
        }
        const fold = byName.get(place.fold);
        if (fold === undefined) continue;
        const entry = load(fold, place.key);
        if (entry.due !== place.due) continue;
        entry.due = undefined;
        touch(entry);
        fire(entry, place.due);
        fired++;
      }
      return false;
    },

    /** Everything changed since the last call, encoded. */
    take(): StateChange[] {
      const changes = changed.map((entry): StateChange => {
        entry.dirty = false;
        const value = entry.value === undefined ? undefined : encode(entry.fold.state, entry.value);
        return { fold: entry.fold.name, key: entry.key, due: entry.due, report: entry.report, value };
      });
      changed = [];
      return changes;
    },

    /** After a commit: what was fresh is stored, and the cache may let go of what nobody asked for in a while. */
    committed(): void {
      const due = fresh.peek()?.due;
      if (due !== undefined) storedDue = Math.min(storedDue ?? Infinity, due);
      timers = undefined;
      fresh = placeHeap();
      for (const { due: since, fold, key } of changed)
        if (since !== undefined) fresh.push({ due: since, fold: fold.name, key });
      for (const cache of caches.values()) {
        if (cache.young.size <= cacheEntries) continue;
        cache.old = cache.young;
        cache.young = new Map();
      }
    },
  };
}
