import { bounds, ofWatches, type Sql, within } from './counts.ts';
import type { MentionPosition } from './cursor.ts';
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

/** `FROM … AS m` of the mentions that the filters leave in the period. */
export function mentionRows(asked: AskedMentions, period: Period): Sql {
  const place = placeOf(asked);
  // Keys first: the text index finds them among all revisions, then the current row of each is read and looked at again.
  const searched = asked.q === undefined ? '' : `AND ${KEY} IN (SELECT ${KEY} ${found(place)}) AND ${HAS_WORDS}`;
  const filters = `${place} ${equalities(asked)} ${searched}`;
  return { sql: `FROM (SELECT * FROM ${scoped('mention_facts')} ${filters}) AS m`, params: paramsOf(asked, period) };
}

/**
 * `FROM … AS m` of keys `watch, time, platform, id`, each once, of mentions that some time had the words of a search: the current row may
 * have lost them, or not be what the other filters ask for.
 */
export function foundKeys(asked: AskedMentions, period: Period): Sql {
  const sql = `FROM (SELECT DISTINCT watch, time, platform, id ${found(placeOf(asked))}) AS m`;
  return { sql, params: paramsOf(asked, period) };
}

/** As `mentionRows`, of these keys only. */
export function rowsOfKeys(asked: AskedMentions, period: Period, keys: readonly MentionPosition[]): Sql {
  const zipped = `arrayZip({key_watches:Array(String)}, {key_times:Array(Int64)}, {key_platforms:Array(String)}, {key_ids:Array(String)})`;
  const these = `SELECT key.1, fromUnixTimestamp64Milli(key.2, 'UTC'), key.3, key.4 FROM (SELECT arrayJoin(${zipped}) AS key)`;
  const filters = `${placeOf(asked)} AND ${KEY} IN (${these}) ${equalities(asked)} AND ${HAS_WORDS}`;
  return {
    sql: `FROM (SELECT * FROM ${scoped('mention_facts')} ${filters}) AS m`,
    params: {
      ...paramsOf(asked, period),
      key_watches: keys.map(({ watch }) => watch),
      key_times: keys.map(({ time }) => time),
      key_platforms: keys.map(({ platform }) => platform),
      key_ids: keys.map(({ id }) => id),
    },
  };
}

const KEY = '(watch, time, platform, id)';

function placeOf({ watch = [] }: AskedMentions): string {
  return `${within('time')} ${ofWatches(watch)}`;
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

/** By the text index, which with FINAL would cost ten times what it saves. */
function found(place: string): string {
  return `FROM ${scoped('mention_facts', 'any revision')} ${place} AND hasAllTokens(text, {tokens:Array(String)})`;
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
