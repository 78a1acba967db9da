import { HOUR_MS } from '../../../schemas/instants.ts';
import { epochMs, offsetMs } from './calendar.ts';
import { readCommon } from './common.ts';

/** A date and time as written: read as if it were UTC, and the offset from UTC if one was written too. */
export interface LocalTime {
  readonly localMs: number;
  readonly offsetMs: number | undefined;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The zone names of RFC 2822, in hours; every other abbreviation means different things in different countries. */
const NAMED_HOURS: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
};

/** Longer than any date anybody writes; keeps the patterns below cheap on hostile text. */
const LONGEST = 80;

const CLOCK = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d+))?)?`;
const ZONE = String.raw`(?<zone>(?:utc|gmt)?[+-]\d{2}(?::?\d{2})?|[a-z]{1,3})(?: ?\([^()]*\)|\[[^[\]]*\])?`;
const WEEKDAY = '(?:mon|tue|wed|thu|fri|sat|sun)';
const MONTH = `(?<name>${MONTHS.join('|')})`;
const SHAPES = [
  // 2015-02-24, 2015/2/24 11:15, 2015-02-24T11:15:59.123-08:00, 2015-02-24 11:15:59 -0800
  String.raw`(?<year>\d{4})(?<dash>[-/])(?<month>\d{1,2})\k<dash>(?<day>\d{1,2})(?:(?:t| +)${CLOCK}(?: *${ZONE})?)?`,
  // 20150224T111559Z
  String.raw`(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})t(?<hour>\d{2})(?<minute>\d{2})(?:(?<second>\d{2})(?:[.,](?<fraction>\d+))?)?(?: *${ZONE})?`,
  // Tue, 24 Feb 2015 11:15:59 -0800
  String.raw`(?:${WEEKDAY},? +)?(?<day>\d{1,2}) ${MONTH} (?<year>\d{4}),? ${CLOCK}(?: ${ZONE})?`,
  // Tue Feb 24 11:15:59 +0000 2015
  String.raw`${WEEKDAY} ${MONTH} +(?<day>\d{1,2}) ${CLOCK} (?:${ZONE} )?(?<year>\d{4})`,
  // Tue Feb 24 2015 11:15:59 GMT-0800 (Pacific Standard Time)
  String.raw`${WEEKDAY} ${MONTH} +(?<day>\d{1,2}) (?<year>\d{4}) ${CLOCK}(?: ${ZONE})?`,
].map((shape) => new RegExp(`^${shape}$`, 'i'));

/** ISO 8601 and its usual variants, RFC 2822, Twitter's and JavaScript's dates. Undefined when it is none of them, or no real date. */
export function readLocalTime(text: string): LocalTime | undefined {
  const quick = readCommon(text);
  if (quick !== undefined) return quick;
  const trimmed = text.length > LONGEST ? '' : text.trim();
  for (const shape of SHAPES) {
    const parts = shape.exec(trimmed)?.groups;
    if (parts !== undefined) return fromParts(parts);
  }
  return undefined;
}

function fromParts(parts: Readonly<Record<string, string | undefined>>): LocalTime | undefined {
  const number = (name: string): number => Number(parts[name] ?? 0);
  const monthName = parts['name'];
  const month = monthName === undefined ? number('month') : MONTHS.indexOf(monthName.toLowerCase()) + 1;
  const millisecond = Number((parts['fraction'] ?? '').slice(0, 3).padEnd(3, '0'));
  const localMs = epochMs(number('year'), month, number('day'), number('hour'), number('minute'), number('second'));
  const written = parts['zone'] === undefined ? undefined : offsetOf(parts['zone'].toLowerCase());
  if (Number.isNaN(localMs) || Number.isNaN(written)) return undefined;
  return { localMs: localMs + millisecond, offsetMs: written };
}

function offsetOf(zone: string): number {
  const hours = NAMED_HOURS[zone];
  if (hours !== undefined) return hours * HOUR_MS;
  const digits = /^(?:utc|gmt)?([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (digits === null) return NaN;
  return offsetMs(digits[1] === '-' ? -1 : 1, Number(digits[2]), Number(digits[3] ?? 0));
}
