import type { StoreClient } from '../../runtime/clickhouse/client.ts';
import { DAY_MS, SECOND_MS } from '../../schemas/instants.ts';

const TIMELINE = 'bench';
/** Of which the first speaks ten times as much as the middle one. */
const WATCHES = 50;
export const DAYS = 30;
/** In the text of every 20th mention, and of one in 100,000. */
export const FREQUENT = 'delayed';
export const RARE = 'submarine';

const CHUNK = 1_000_000;
const PARAMS = { timeline: TIMELINE };

/** `rows` mentions of the 30 days before `now`, evenly over time, and their windows. Same numbers, same rows but for the time. */
export async function fillMentions(
  client: StoreClient,
  rows: number,
  now: number,
  say: (text: string) => void,
): Promise<void> {
  await client.command(
    `INSERT INTO generations VALUES ('main', {timeline:String}, 'mentions', 1, '2026-01-01 00:00:00', 1)`,
    { params: PARAMS },
  );
  const stepMs = (DAYS * DAY_MS) / rows;
  for (let first = 0; first < rows; first += CHUNK) {
    const count = Math.min(CHUNK, rows - first);
    await addMentions(client, { first, count, begin: now - DAYS * DAY_MS, stepMs });
    say(`${first + count} mentions`);
  }
  for (const [width, seconds] of [
    ['1m', 60],
    ['1h', 3_600],
  ] as const)
    await client.command(WINDOWS, { params: { ...PARAMS, width, seconds } });
}

export interface Numbered {
  readonly first: number;
  readonly count: number;
  /** Time of number 0, in ms since 1970. */
  readonly begin: number;
  readonly stepMs: number;
}

/** As a sink writes: whole rows, unmerged. */
export async function addMentions(client: StoreClient, { first, count, begin, stepMs }: Numbered): Promise<void> {
  await client.command(MENTIONS, { params: { ...PARAMS, first, count, begin, stepMs, watches: WATCHES } });
}

/** All watches' windows of now, as folds would write them: growing, not complete. */
export async function addCurrentWindows(client: StoreClient, now: number): Promise<void> {
  await client.command(CURRENT, { params: { ...PARAMS, watches: WATCHES, now: Math.floor(now / SECOND_MS) } });
}

/** A number in [0, 1) that is the row's own. */
const random = (salt: string) => `(cityHash64(number, '${salt}') % 1000003 / 1000003)`;
const one = (of: string, salt: string, skew: number) =>
  `${of}[toUInt32(pow(${random(salt)}, ${skew}) * length(${of})) + 1]`;

const WORDS = `arrayStringConcat(arrayMap(i -> concat('w', toString(toUInt32(pow(cityHash64(number, i) % 1000003 / 1000003, 3) * 20000))), range(toUInt64(6 + number % 8))), ' ')`;
const TEXT = `concat(${WORDS},
  if(${random('frequent')} < 0.05, ' ${FREQUENT}', ''), if(number % 100000 = 7, ' ${RARE}', ''),
  if(${random('tagged')} < 0.2, concat(' #tag', toString(toUInt32(pow(${random('tag')}, 3) * 500))), ''),
  if(${random('smiles')} < 0.15, concat(' ', ${one("['😀', '😡', '❤️', '👍🏽', '🎉', '😢', '👩‍✈️', '🔥']", 'emoji', 2)}), ''))`;

const MENTIONS = `INSERT INTO mention_facts (workspace, timeline, generation, watch, platform, time, id, revision, author, url, lang, text, reach, class,
    positive, neutral, negative, compound, late, received)
  SELECT 'main', {timeline:String}, 1, concat('watch-', leftPad(toString(toUInt32(pow(${random('watch')}, 2) * {watches:UInt32})), 2, '0')),
    ${one("['bluesky', 'mastodon', 'x', 'reddit', 'instagram']", 'platform', 2)},
    fromUnixTimestamp64Milli(toInt64({begin:Float64} + number * {stepMs:Float64}), 'UTC') AS time, toString(sipHash64(number)), 1,
    concat('author', toString(toUInt32(pow(${random('author')}, 2) * 500000))), concat('https://social.example/', toString(number)),
    ${one("['en', 'de', 'es', 'fr', 'pt', '']", 'lang', 3)}, ${TEXT}, toUInt32(pow(${random('reach')}, 6) * 100000),
    ${one("['neutral', 'positive', 'negative']", 'class', 1)}, 0.25, 0.5, 0.25, 0.1, number % 1000 = 3, time
  FROM numbers({first:UInt64}, {count:UInt64}) SETTINGS optimize_on_insert = 0, max_insert_threads = 1`;

const WINDOWS = `INSERT INTO mention_window_facts
  SELECT workspace, timeline, generation, watch, {width:String}, toDateTime(intDiv(toUnixTimestamp(time), {seconds:UInt32}) * {seconds:UInt32}, 'UTC') AS start,
    toUnixTimestamp64Milli(now64(3)), 0, count(), uniq(author), sum(reach), countIf(class = 'positive'), countIf(class = 'neutral'), countIf(class = 'negative'),
    start + {seconds:UInt32} < now()
  FROM mention_facts WHERE timeline = {timeline:String} AND late = 0
  GROUP BY workspace, timeline, generation, watch, start`;

const CURRENT = `INSERT INTO mention_window_facts
  SELECT 'main', {timeline:String}, 1, concat('watch-', leftPad(toString(number), 2, '0')), width, toDateTime(intDiv({now:UInt32}, seconds) * seconds, 'UTC'),
    toUnixTimestamp64Milli(now64(3)), 0, {now:UInt32} % seconds * 30, {now:UInt32} % seconds * 20, {now:UInt32} % seconds * 900,
    {now:UInt32} % seconds * 10, {now:UInt32} % seconds * 10, {now:UInt32} % seconds * 10, 0
  FROM numbers({watches:UInt32}) ARRAY JOIN ['1m', '1h'] AS width, [60, 3600] AS seconds`;
