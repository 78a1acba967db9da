import { CAPS_BOOST } from './caps.ts';
import type { Phrase, Word } from './word.ts';

/** Mean change of the human rating by a booster ("very good") or, negative, a dampener ("slightly good"). */
const BOOST = 0.293;

const BOOSTER_WORDS = `
absolutely amazingly awfully completely considerable considerably decidedly deeply effing enormous enormously entirely
especially exceptional exceptionally extreme extremely fabulously flipping flippin frackin fracking fricking frickin
frigging friggin fully fuckin fucking fuggin fugging greatly hella highly hugely incredible incredibly intensely major
majorly more most particularly purely quite really remarkably so substantially thoroughly total totally tremendous
tremendously uber unbelievably unusually utter utterly very`;

const DAMPENER_WORDS = `
almost barely hardly kinda kindof kind-of less little marginal marginally occasional occasionally partly scarce scarcely
slight slightly somewhat sorta sortof sort-of`;

export const BOOSTERS: ReadonlyMap<string, number> = new Map([
  ...BOOSTER_WORDS.trim()
    .split(/\s+/)
    .map((word) => [word, BOOST] as const),
  ...DAMPENER_WORDS.trim()
    .split(/\s+/)
    .map((word) => [word, -BOOST] as const),
]);

/** Dampeners of two words; the idiom rule finds them. */
export const DAMPENER_PHRASES: readonly Phrase[] = ['just enough', 'kind of', 'sort of'].map((phrase) => ({
  words: phrase.split(' '),
  valence: -BOOST,
}));

/** What is left of a booster's effect one, two and three words before the word it boosts. */
const BY_DISTANCE = [0, 1, 0.95, 0.9];

/**
 * What the word `distance` places before a word of this valence adds to it: away from zero for boosters, towards zero for
 * dampeners, more when it alone is in capitals. Capitals under a dampener strengthen too, as in the reference.
 */
export function boostOf(word: Word, shouted: boolean, valence: number, distance: number): number {
  if (word.boost === 0) return 0;
  let boost = valence < 0 ? -word.boost : word.boost;
  if (shouted) boost += valence > 0 ? CAPS_BOOST : -CAPS_BOOST;
  return boost * (BY_DISTANCE[distance] ?? 0);
}
