import type { Period } from '../period.ts';
import { isoOf } from '../../schemas/instants.ts';

export interface NamedFilters {
  readonly watch?: readonly string[];
  readonly class?: string;
  readonly by?: string;
}

const MOST_WATCHES = 3;

/** Says what is in the file to whoever finds it later, in characters that every file system and the header take. */
export function exportName(
  rows: string,
  { watch = [], class: sentiment, by }: NamedFilters,
  { timeline, period }: { readonly timeline: string; readonly period: Period },
): string {
  const watches = watch.length > MOST_WATCHES ? [`${watch.length}-watches`] : watch;
  const parts = [rows, by, timeline, ...watches, sentiment, minuteOf(period.from), minuteOf(period.to)];
  return parts
    .filter((part) => part !== undefined)
    .map((part) => part.replaceAll(/[^A-Za-z0-9._-]+/g, '_'))
    .join('-');
}

/** 2026-03-30T1204Z: a colon is no character of a file's name everywhere. */
function minuteOf(instant: number): string {
  return `${isoOf(instant).slice(0, 16).replace(':', '')}Z`;
}
