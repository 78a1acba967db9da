import { boostOf } from './boosters.ts';
import { shout } from './caps.ts';
import { weighContrast } from './contrast.ts';
import { spellOutEmoji } from './emoji.ts';
import { valenceInIdiom } from './idioms.ts';
import type { Lexicon } from './lexicon.ts';
import { leastOf, negationOf, valenceAfterNo } from './negation.ts';
import { emphasisOf } from './punctuation.ts';
import { roundHalfEven } from './rounding.ts';
import { emptyTokens, tokenize, type Tokens } from './tokens.ts';
import { wordAt } from './word.ts';

/** Shares of a text (3 decimals, sum 1 up to rounding; all 0 when it has no words), and its compound, -1 to 1 (4 decimals). */
export interface Scores {
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
  readonly compound: number;
}

/** How far a word looks back for boosters, negations and idioms. */
const REACH = 3;
/** Puts the sum of a text of usual length into the middle of -1 to 1. */
const NORMALISATION = 15;

/** Room for the words of one text and their valences, used again for the next: lists of their own would be a third of all garbage. */
const tokens = emptyTokens();
let valences = new Float64Array(256);

/**
 * VADER (Hutto & Gilbert, ICWSM 2014), equal to `polarity_scores` of the Python package vaderSentiment 3.3.2 in every digit.
 * Total: any string has finite scores, lone surrogates included. Linear in the text's length.
 */
export function scoreText(text: string, lexicon: Lexicon): Scores {
  tokenize(spellOutEmoji(text, lexicon.emoji), lexicon.words, tokens);
  const { words, count } = tokens;
  if (count > valences.length) valences = new Float64Array(2 * count);
  for (let at = 0; at < count; at++) valences[at] = words[at]?.inLexicon === true ? valenceAt(tokens, at) : 0;
  weighContrast(words, valences, count);
  return scoresOf(valences, count, emphasisOf(tokens.exclamations, tokens.questions));
}

/** The valence of the word of the lexicon at a place, coloured by the words around it; 0 for one that only strengthens others. */
function valenceAt({ words, shouted, capsDiffer }: Tokens, at: number): number {
  const word = wordAt(words, at);
  if (word.boost !== 0) return 0;
  if (word.text === 'kind' && wordAt(words, at + 1).text === 'of') return 0;

  let valence = valenceAfterNo(words, at);
  if (capsDiffer && shouted[at] === true) valence = shout(valence);
  for (let distance = 1; distance <= Math.min(REACH, at); distance++) {
    const before = wordAt(words, at - distance);
    if (before.inLexicon) continue;
    valence += boostOf(before, capsDiffer && shouted[at - distance] === true, valence, distance);
    valence *= negationOf(words, at, distance);
    if (distance === REACH) valence = valenceInIdiom(words, at, valence);
  }
  return valence * leastOf(words, at);
}

/** Sums before shares, added in the order of the words: the reference's doubles depend on it. */
function scoresOf(weighed: Float64Array, count: number, emphasis: number): Scores {
  let sum = 0;
  let positive = 0;
  let negative = 0;
  let neutral = 0;
  for (let at = 0; at < count; at++) {
    const valence = weighed[at] ?? 0;
    sum += valence;
    // A neutral word weighs 1, so one with a valence weighs 1 more than that.
    if (valence > 0) positive += valence + 1;
    else if (valence < 0) negative += 1 - valence;
    else neutral++;
  }
  if (sum > 0) sum += emphasis;
  else if (sum < 0) sum -= emphasis;
  if (positive > negative) positive += emphasis;
  else if (positive < negative) negative += emphasis;
  const total = positive + negative + neutral;
  const share = (part: number) => (total === 0 ? 0 : roundHalfEven(part / total, 3));
  return {
    positive: share(positive),
    neutral: share(neutral),
    negative: share(negative),
    compound: roundHalfEven(sum / Math.sqrt(sum * sum + NORMALISATION), 4),
  };
}
