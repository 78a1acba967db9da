import type { MentionScore } from '../../schemas/results/mention-score.ts';
import { type AskedMentions, searchTokens, tokensIn } from '../mention-filters.ts';

/** In memory what `mentionRows` asks of the store: the same filters leave the same mentions. */
export function mentionMatch(asked: AskedMentions): (mention: MentionScore) => boolean {
  const { platform, lang, author, class: sentiment, q } = asked;
  const watches = new Set(asked.watch);
  const words = q === undefined ? [] : searchTokens(q);
  return (mention) =>
    (watches.size === 0 || watches.has(mention.watch)) &&
    (platform === undefined || mention.platform === platform) &&
    (lang === undefined || mention.lang === lang) &&
    (author === undefined || mention.author === author) &&
    (sentiment === undefined || mention.class === sentiment) &&
    (words.length === 0 || hasAll(mention.text, words));
}

function hasAll(text: string, words: readonly string[]): boolean {
  const there = new Set(tokensIn(text));
  return words.every((word) => there.has(word));
}
