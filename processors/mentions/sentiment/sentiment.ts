import { VADER_EMOJI, VADER_WORDS } from './lexicon.generated.ts';
import { parseLexicon } from './lexicon.ts';
import { maskNames } from './masks.ts';
import { scoreText, type Scores } from './vader.ts';

export type SentimentClass = 'positive' | 'neutral' | 'negative';

/** `default` masks handles and URLs first; `parity` scores the text as it is, as the reference does. */
export type SentimentMode = 'default' | 'parity';

export interface Sentiment extends Scores {
  readonly class: SentimentClass;
}

/** The threshold that the authors of VADER use, on the compound as it is rounded. */
const CLASS_THRESHOLD = 0.05;

const LEXICON = parseLexicon(VADER_WORDS, VADER_EMOJI);

/** The sentiment of one text by the shipped lexicon. Pure and total; an empty text is neutral with all scores 0. */
export function scoreMention(text: string, mode: SentimentMode): Sentiment {
  const scored = mode === 'default' ? maskNames(text) : text;
  const { positive, neutral, negative, compound } = scoreText(scored, LEXICON);
  return { class: classOf(compound), positive, neutral, negative, compound };
}

/** Positive from +0.05 on, negative from -0.05 down, neutral between. */
export function classOf(compound: number): SentimentClass {
  if (compound >= CLASS_THRESHOLD) return 'positive';
  return compound <= -CLASS_THRESHOLD ? 'negative' : 'neutral';
}
