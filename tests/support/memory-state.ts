import type { StateChange, StateView, StoredState, TimerPlace } from '../../runtime/log/log.ts';

/** Committed state of one task in memory: what a checkpoint holds. */
export type StateRows = Map<string, StoredState>;

const rowKey = (fold: string, key: string): string => `${fold}\0${key}`;

/** As SQLite orders texts: by their bytes. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function byPlace(a: TimerPlace, b: TimerPlace): number {
  return a.due - b.due || byBytes(a.fold, b.fold) || byBytes(a.key, b.key);
}

/** The rows as a task reads them; it sees later changes of the rows, as it would in a database. */
export function stateView(rows: StateRows): StateView {
  const timers = (): TimerPlace[] =>
    [...rows.values()].flatMap(({ due, fold, key }) => (due === undefined ? [] : [{ due, fold, key }]));
  return {
    get: (fold, key) => rows.get(rowKey(fold, key)),
    due: (until, after, limit) =>
      timers()
        .filter((timer) => timer.due <= until && (after === undefined || byPlace(timer, after) > 0))
        .toSorted(byPlace)
        .slice(0, limit),
    nextDue: () => timers().reduce<number | undefined>((least, { due }) => Math.min(least ?? due, due), undefined),
    reports: () => [...rows.values()].filter(({ report }) => report).map(({ fold, key }) => ({ fold, key })),
  };
}

export function applyChanges(rows: StateRows, changes: readonly StateChange[]): void {
  for (const { value, ...place } of changes) {
    if (value === undefined) rows.delete(rowKey(place.fold, place.key));
    else rows.set(rowKey(place.fold, place.key), { ...place, value });
  }
}
