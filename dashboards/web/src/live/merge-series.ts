import type { Groups } from '../../../../api/schemas/answers.ts';
import type { SeriesAnswer, SeriesDelta } from './protocol.ts';

type Point = Groups[number]['points'][number];

/**
 * Points of the delta replace those of the same (group, start) or join them; what has left the period at its old end goes. A group that
 * did not change keeps its array, so that nobody draws it again.
 */
export function mergeSeries(whole: SeriesAnswer, delta: SeriesDelta): SeriesAnswer {
  const { meta, complete_until } = delta;
  const changed = new Map(delta.data.map(({ group, points }) => [group, points]));
  const kept = whole.data.map(({ group, points }) => {
    const news = changed.get(group) ?? [];
    changed.delete(group);
    return { group, points: inPeriod(merged(points, news), meta.from) };
  });
  const added = [...changed].map(([group, points]) => ({ group, points }));
  return { ...whole, meta, complete_until, data: [...kept, ...added] };
}

function merged(old: Point[], news: Point[]): Point[] {
  if (news.length === 0) return old;
  const byStart = new Map(old.map((point) => [point.start, point]));
  for (const point of news) byStart.set(point.start, point);
  return [...byStart.values()].toSorted((a, b) => (a.start < b.start ? -1 : 1));
}

/** ISO texts of one form compare like their instants. */
function inPeriod(points: Point[], from: string): Point[] {
  const [first] = points;
  return first === undefined || first.end > from ? points : points.filter(({ end }) => end > from);
}
