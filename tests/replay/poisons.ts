import type { RejectReason } from '../../runtime/outcome.ts';
import type { Post, Rules } from './recompute.ts';

/** A way to spoil a line of a recorded stream, and the reason its dead letter must have. */
export interface Poison {
  readonly reason: RejectReason;
  readonly what: string;
  readonly spoil: (line: string, rules: Rules, post: Post) => string | Buffer;
}

/** The value of a key, at whatever level, replaced by JSON source; added when the line does not have it. */
function put(line: string, path: string, source: string): string {
  const key = path.split('.').at(-1) ?? '';
  const found = new RegExp(String.raw`("${key}": ?)(?:"(?:[^"\\]|\\.)*"|-?[\d.]+)`);
  if (found.test(line)) return line.replace(found, (_, name: string) => name + source);
  return `${line.slice(0, -1)}, "${key}": ${source}}`;
}

const text = (value: string): string => JSON.stringify(value);
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const at =
  (time: string) =>
  (line: string, { fields }: Rules): string =>
    put(line, fields.time, text(time));
const reaching =
  (source: string) =>
  (line: string, { fields }: Rules): string =>
    put(line, fields.reach, source);

/** Every reason that NDJSON can show. */
export const POISONS: readonly Poison[] = [
  { reason: 'too-large', what: 'a line of 1.2 MB', spoil: (line) => put(line, 'pad', text('x'.repeat(1_200_000))) },
  {
    reason: 'too-large',
    what: 'a text of 300 kB',
    spoil: (line, _, post) => put(line, 'text', text(post.text + ' x'.repeat(150_000))),
  },
  { reason: 'too-large', what: 'an id of 600 digits', spoil: (line) => put(line, 'id', text('7'.repeat(600))) },
  { reason: 'not-utf8', what: 'Latin-1', spoil: (line) => Buffer.from(put(line, 'pad', text('caf\u00e9')), 'latin1') },
  { reason: 'nul', what: 'a NUL byte', spoil: (line) => put(line, 'pad', '"a\0b"') },
  { reason: 'nul', what: 'an escaped NUL', spoil: (line) => put(line, 'pad', text('a\0b')) },
  { reason: 'not-json', what: 'a cut line', spoil: (line) => line.slice(0, Math.floor(line.length / 2)) },
  { reason: 'not-json', what: 'a page of HTML', spoil: () => '<html>503 Service Unavailable</html>' },
  { reason: 'not-json', what: 'a list', spoil: (line) => `[${line}]` },
  { reason: 'too-deep', what: '90 levels', spoil: (line) => put(line, 'pad', nested(90)) },
  { reason: 'too-deep', what: '10,000 levels', spoil: (line) => put(line, 'pad', nested(10_000)) },
  { reason: 'duplicate-key', what: 'two texts', spoil: (line) => `${line.slice(0, -1)}, "text": "another"}` },
  { reason: 'lone-surrogate', what: 'half an emoji', spoil: (line) => put(line, 'pad', text('\ud83d')) },
  { reason: 'missing-field', what: 'no text', spoil: (line) => line.replace('"text"', '"txt"') },
  { reason: 'missing-field', what: 'an empty id', spoil: (line) => put(line, 'id', '""') },
  { reason: 'missing-field', what: 'no time', spoil: (line, { fields }) => line.replace(`"${fields.time}"`, '"when"') },
  { reason: 'wrong-type', what: 'a text that is a list', spoil: (line) => put(line, 'text', '["@united", 1]') },
  {
    reason: 'wrong-type',
    what: 'a time that is a number',
    spoil: (line, { fields }) => put(line, fields.time, '1424800000'),
  },
  { reason: 'wrong-type', what: 'half a follower', spoil: reaching('0.5') },
  { reason: 'number-out-of-range', what: 'NaN', spoil: reaching('NaN') },
  { reason: 'number-out-of-range', what: 'a negative reach', spoil: reaching('-1') },
  { reason: 'number-out-of-range', what: 'a reach beyond 2^53', spoil: reaching('9007199254740993') },
  { reason: 'number-out-of-range', what: 'a reach of 2^32', spoil: reaching('4294967296') },
  { reason: 'number-out-of-range', what: 'a reach beyond any double', spoil: reaching('1e999') },
  { reason: 'unknown-value', what: 'Klingon', spoil: (line) => put(line, 'lang', '"tlh"') },
  { reason: 'bad-time', what: 'yesterday', spoil: at('yesterday') },
  { reason: 'bad-time', what: '30 February', spoil: at('2015-02-30T10:00:00Z') },
  {
    reason: 'time-without-zone',
    what: 'a local time',
    spoil: (line, rules, post) => at(new Date(post.time).toISOString().slice(0, -1))(line, rules),
  },
  { reason: 'time-out-of-range', what: '1970', spoil: at('1970-01-01T00:00:00Z') },
  { reason: 'time-out-of-range', what: '2262', spoil: at('2262-04-11T23:47:16Z') },
  { reason: 'future', what: '2098', spoil: at('2098-06-12T10:30:00Z') },
];

/** Added to a mapping: mends long texts, 90 levels, Klingon and times without a zone. Its twin is `lenient` of the recomputation. */
export const LARGER = 'zone: UTC\nlimits: { textBytes: 1000000, depth: 200 }\n';
