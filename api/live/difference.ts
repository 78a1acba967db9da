import { isDeepStrictEqual } from 'node:util';
import type { LiveData } from '../schemas/live.ts';

/** What to send for a new answer: nothing, what changed, or all of it where a delta could not say it. */
export type Difference<Delta> = 'same' | 'whole' | Delta;

type Kpis = LiveData['kpis'];
type Series = LiveData['series'];
type Group = Series['snapshot']['data'][number];
type Point = Group['points'][number];

export function kpisDifference(before: Kpis['snapshot'], after: Kpis['snapshot']): Difference<Kpis['delta']> {
  const { kpis, meta, ...rest } = after;
  const { kpis: old, meta: oldMeta, ...oldRest } = before;
  if (!isDeepStrictEqual(rest, oldRest) || Object.keys(old).some((name) => !(name in kpis))) return 'whole';
  const changed = Object.entries(kpis).filter(([name, card]) => !isDeepStrictEqual(card, { ...old }[name]));
  if (changed.length === 0 && isSameScope(meta, oldMeta)) return 'same';
  return { kpis: Object.fromEntries(changed), meta };
}

export function seriesDifference(before: Series['snapshot'], after: Series['snapshot']): Difference<Series['delta']> {
  const data = after.data.flatMap(({ group, points }): Group[] => {
    const old = new Map(before.data.find((one) => one.group === group)?.points.map((point) => [point.start, point]));
    const changed = points.filter((point) => !isDeepStrictEqual(point, old.get(point.start)));
    return changed.length === 0 ? [] : [{ group, points: changed }];
  });
  const delta = { complete_until: after.complete_until, data, meta: after.meta };
  const { meta, ...made } = applySeriesDelta(before, delta);
  const { meta: _meta, ...wanted } = after;
  if (!isDeepStrictEqual(made, wanted)) return 'whole';
  const isSame = delta.complete_until === before.complete_until && isSameScope(meta, before.meta);
  return data.length === 0 && isSame ? 'same' : delta;
}

/** What a client makes of it: points replace those of the same group and start; those that end by `meta.from` are gone. */
export function applySeriesDelta(before: Series['snapshot'], delta: Series['delta']): Series['snapshot'] {
  const from = Date.parse(delta.meta.from);
  const groups = new Map(before.data.map(({ group, points }) => [group, points]));
  for (const { group, points } of delta.data) groups.set(group, merged(groups.get(group) ?? [], points));
  const data = [...groups].map(([group, points]) => ({
    group,
    points: points.filter(({ end }) => Date.parse(end) > from),
  }));
  return { ...before, complete_until: delta.complete_until, data, meta: delta.meta };
}

function merged(old: readonly Point[], fresh: readonly Point[]): Point[] {
  const points = new Map([...old, ...fresh].map((point) => [point.start, point]));
  return [...points.values()].toSorted((a, b) => Date.parse(a.start) - Date.parse(b.start));
}

type Meta = Kpis['snapshot']['meta'];

/** But for what the answer cost. */
function isSameScope(a: Meta, b: Meta): boolean {
  return a.from === b.from && a.to === b.to && a.watermark === b.watermark;
}
