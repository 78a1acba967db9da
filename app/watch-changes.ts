import { isDeepStrictEqual } from 'node:util';
import type { Watch } from '../schemas/watch.ts';

/**
 * What a person must know when a timeline takes up other watches than it was read with so far, a line each: sums over it would be
 * plausible and wrong. Nothing when they are the same.
 */
export function watchChanges(before: readonly Watch[], now: readonly Watch[], timeline: string): string[] {
  const old = new Map(before.map((watch) => [watch.name, watch]));
  const names = new Set(now.map(({ name }) => name));
  const listed = [
    ['new', now.filter(({ name }) => !old.has(name))],
    ['changed', now.filter((watch) => old.has(watch.name) && !isDeepStrictEqual(old.get(watch.name), watch))],
    ['gone', before.filter(({ name }) => !names.has(name))],
  ] as const;
  const parts = listed.flatMap(([what, watches]) =>
    watches.length === 0 ? [] : [`${what}: ${watches.map(({ name }) => name).join(', ')}`],
  );
  if (parts.length === 0) return [];
  return [
    `The watches differ from those that timeline ${timeline} was read with (${parts.join('; ')}).`,
    'They hold from here on: what was read before is not matched again. Use --timeline NEW for whole figures.',
  ];
}
