import { bounds, ofWatches, type Sql, within } from './counts.ts';
import type { Period } from './period.ts';
import { invalid } from './problems.ts';
import type { Params } from './reader.ts';
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
  const { watch: watches = [], q } = asked;
  const place = `${within('time')} ${ofWatches(watches)}`;
  const filters = `${place} ${equalities(asked)} ${q === undefined ? '' : searched(place)}`;
  return { sql: `FROM (SELECT * FROM ${scoped('mention_facts')} ${filters}) AS m`, params: paramsOf(asked, period) };
}

/**
 * `FROM …` of those that the filters leave among the newest `newest` mentions of the watches that are not late: what a glance at
 * many mentions costs is bounded by that, whatever the filters.
 */
export function newestMentions(asked: AskedMentions, period: Period, newest: number): Sql {
  const { watch = [], q } = asked;
  const words = q === undefined ? '' : `AND ${HAS_WORDS}`;
  return {
    sql: `FROM (SELECT platform, author, lang, text, class FROM ${scoped('mention_facts')} AND late = 0 ${within('time')} ${ofWatches(watch)}
      ORDER BY time DESC, watch, platform, id DESC LIMIT {newest:UInt32}) WHERE 1 ${equalities(asked)} ${words}`,
    params: { ...paramsOf(asked, period), newest },
  };
}

/** ` AND …` on the columns of a mention, but for its place in the key and its text. */
function equalities({ platform, class: sentiment, lang, author }: AskedMentions): string {
  return [
    ...(platform === undefined ? [] : ['AND platform = {platform:String}']),
    ...(sentiment === undefined ? [] : ['AND class = {class:String}']),
    ...(lang === undefined ? [] : ['AND lang = {lang:String}']),
    ...(author === undefined ? [] : ['AND author = {author:String}']),
  ].join(' ');
}

function paramsOf({ watch = [], q, platform, lang, author, class: sentiment }: AskedMentions, period: Period): Params {
  return {
    ...bounds(period),
    ...(watch.length > 0 && { watches: watch }),
    ...(platform !== undefined && { platform }),
    ...(sentiment !== undefined && { class: sentiment }),
    ...(lang !== undefined && { lang }),
    ...(author !== undefined && { author }),
    ...(q !== undefined && { tokens: searchTokens(q) }),
  };
}

const HAS_WORDS = 'hasAllTokens(lower(text), {tokens:Array(String)})';

/**
 * Keys first: the text index finds them among all revisions, then the current row of each is read and looked at again, for a
 * changed text may have lost the word.
 */
function searched(place: string): string {
  const found = 'hasAllTokens(text, {tokens:Array(String)})';
  return `AND (watch, time, platform, id) IN
      (SELECT watch, time, platform, id FROM ${scoped('mention_facts', 'any revision')} ${place} AND ${found})
    AND ${HAS_WORDS}`;
}

/** The words to look for. @throws ApiProblem where there are none, or too many. */
export function searchTokens(q: string): string[] {
  const tokens = [...new Set(tokensIn(q))];
  if (tokens.length === 0) throw invalid('q', 'has no word to look for');
  if (tokens.length > 16) throw invalid('q', 'has more than 16 words');
  return tokens;
}

/** As the index cuts: at all that is neither letter nor digit in ASCII; ASCII capitals are lowered, others stay. */
export function tokensIn(text: string): string[] {
  const lowered = text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return lowered.split(/[^a-z0-9\u0080-\u{10ffff}]+/u).filter((token) => token !== '');
}
