/** Mean change of the human rating when a word is in capitals and others are not. */
export const CAPS_BOOST = 0.733;

/** The valence of a word in capitals among others that are not: away from zero (a valence of zero falls). */
export function shout(valence: number): number {
  return valence > 0 ? valence + CAPS_BOOST : valence - CAPS_BOOST;
}
