import { bounds, ofWatches, type Sql, within } from './counts.ts';
import type { Period } from './period.ts';
import { invalid } from './problems.ts';
import { scoped } from './scope.ts';

export interface AskedMentions {
  readonly watch?: readonly string[];
  readonly platform?: string;
  readonly class?: 'negative' | 'neutral' | 'positive';
  readonly lang?: string;
  readonly author?: string;
  readonly q?: string;
}

/** As an answer and an export show it. */
export const MENTION_COLUMNS = `
  concat('men_', base64URLEncode(concat(watch, '\\n', platform, '\\n', m.id))) AS id, m.id AS native_id, watch, platform,
  time, author, url, lang, text, reach, toString(m.class) AS class, positive, neutral, negative, compound, late`;

/** `FROM … AS m` of the mentions that the filters leave in the period. */
export function mentionRows(asked: AskedMentions, period: Period): Sql {
  const { watch: watches = [], platform, lang, author, q } = asked;
  const equal = [
    ...(platform === undefined ? [] : ['platform = {platform:String}']),
    ...(asked.class === undefined ? [] : ['class = {class:String}']),
    ...(lang === undefined ? [] : ['lang = {lang:String}']),
    ...(author === undefined ? [] : ['author = {author:String}']),
  ];
  const place = `${within('time')} ${ofWatches(watches)}`;
  const filters = [place, ...equal.map((condition) => `AND ${condition}`), q === undefined ? '' : searched(place)].join(
    ' ',
  );
  return {
    sql: `FROM (SELECT * FROM ${scoped('mention_facts')} ${filters}) AS m`,
    params: {
      ...bounds(period),
      ...(watches.length > 0 && { watches }),
      ...(platform !== undefined && { platform }),
      ...(asked.class !== undefined && { class: asked.class }),
      ...(lang !== undefined && { lang }),
      ...(author !== undefined && { author }),
      ...(q !== undefined && { tokens: tokensOf(q) }),
    },
  };
}

/**
 * Keys first: the text index finds them among all revisions, then the current row of each is read and looked at again, for a
 * changed text may have lost the word.
 */
function searched(place: string): string {
  const found = 'hasAllTokens(text, {tokens:Array(String)})';
  return `AND (watch, time, platform, id) IN
      (SELECT watch, time, platform, id FROM ${scoped('mention_facts', 'any revision')} ${place} AND ${found})
    AND hasAllTokens(lower(text), {tokens:Array(String)})`;
}

/** As the index cuts: at all that is neither letter nor digit in ASCII; ASCII capitals are lowered, others stay. */
function tokensOf(q: string): string[] {
  const lowered = q.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  const tokens = [...new Set(lowered.split(/[^a-z0-9\u0080-\u{10ffff}]+/u))].filter((token) => token !== '');
  if (tokens.length === 0) throw invalid('q', 'has no word to look for');
  if (tokens.length > 16) throw invalid('q', 'has more than 16 words');
  return tokens;
}
