import type { Word } from './word.ts';

const BEFORE_BUT = 0.5;
const AFTER_BUT = 1.5;

/**
 * Weakens what stands before the first "but" and strengthens what follows, in place.
 * The reference walks the valences and changes, for each, the first equal one, not the one it is at: of two equal valences
 * the first may be changed twice and the second never. That is kept. Zeros stay zeros and are passed over.
 * Only the first `count` of both are the text's. Linear, whatever the text: `firstOf` remembers from where on a value can stand.
 */
export function weighContrast(words: readonly Word[], valences: Float64Array, count: number): void {
  let but = 0;
  while (but < count && words[but]?.text !== 'but') but++;
  if (but === count) return;
  const firstOf = new Map<number, number>();
  for (let at = 0; at < count; at++) {
    const valence = valences[at] ?? 0;
    if (valence === 0) continue;
    let first = firstOf.get(valence) ?? 0;
    while (first < at && valences[first] !== valence) first++;
    firstOf.set(valence, first);
    if (first === but) continue;
    const weighed = valence * (first < but ? BEFORE_BUT : AFTER_BUT);
    valences[first] = weighed;
    firstOf.set(weighed, Math.min(first, firstOf.get(weighed) ?? 0));
  }
}
