import type { SeenRun, StateView, StoredState, TimerPlace, Unit } from '../../runtime/log/log.ts';

interface StoredRun extends SeenRun {
  readonly keys: ReadonlySet<string>;
  readonly filter: Uint8Array | undefined;
}

/** Committed state of one task in memory: what a checkpoint holds. */
export interface StateRows {
  readonly keyed: Map<string, StoredState>;
  readonly seen: Map<string, StoredRun>;
}

export const noRows = (): StateRows => ({ keyed: new Map(), seen: new Map() });

export const copyOf = ({ keyed, seen }: StateRows): StateRows => ({ keyed: new Map(keyed), seen: new Map(seen) });

const runKey = ({ fold, span, run }: SeenRun): string => `${fold}/${span}/${run}`;

const rowKey = (fold: string, key: string): string => `${fold}\0${key}`;

/** As SQLite orders texts: by their bytes. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function byPlace(a: TimerPlace, b: TimerPlace): number {
  return a.due - b.due || byBytes(a.fold, b.fold) || byBytes(a.key, b.key);
}

/** The rows as a task reads them; it sees later changes of the rows, as it would in a database. */
export function stateView({ keyed, seen }: StateRows): StateView {
  const timers = (): TimerPlace[] =>
    [...keyed.values()].flatMap(({ due, fold, key }) => (due === undefined ? [] : [{ due, fold, key }]));
  return {
    get: (fold, key) => keyed.get(rowKey(fold, key)),
    due: (until, after, limit) =>
      timers()
        .filter((timer) => timer.due <= until && (after === undefined || byPlace(timer, after) > 0))
        .toSorted(byPlace)
        .slice(0, limit),
    nextDue: () => timers().reduce<number | undefined>((least, { due }) => Math.min(least ?? due, due), undefined),
    reports: () => [...keyed.values()].filter(({ report }) => report).map(({ fold, key }) => ({ fold, key })),
    seenRuns: () => [...seen.values()].toSorted((a, b) => byBytes(a.fold, b.fold) || a.span - b.span || a.run - b.run),
    seenKeys: (run) => [...(seen.get(runKey(run))?.keys ?? [])],
    hasSeen: (run, key) => seen.get(runKey(run))?.keys.has(key) ?? false,
  };
}

export function applyChanges({ keyed, seen }: StateRows, unit: Pick<Unit, 'state' | 'seen' | 'seenFloors'>): void {
  for (const { value, ...place } of unit.state) {
    if (value === undefined) keyed.delete(rowKey(place.fold, place.key));
    else keyed.set(rowKey(place.fold, place.key), { ...place, value });
  }
  for (const { fold, span } of unit.seenFloors) {
    for (const [key, run] of seen) if (run.fold === fold && run.span < span) seen.delete(key);
  }
  for (const { keys, filter, ...run } of unit.seen) {
    const before = seen.get(runKey(run));
    seen.set(runKey(run), {
      ...run,
      keys: new Set([...(before?.keys ?? []), ...(JSON.parse(keys) as string[])]),
      filter: filter === undefined ? before?.filter : Uint8Array.from(filter),
    });
  }
}
