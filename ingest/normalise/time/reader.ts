import type { Instant } from '../../../schemas/instants.ts';
import { EARLIEST, LATEST } from '../../../schemas/instants.ts';
import type { Mapping } from '../../../schemas/mapping.ts';
import { quoted, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { readLocalTime } from './local.ts';
import { zoneReader } from './zone.ts';

/** Reads a time as the mapping says it is written; `value` is a text or a number, never missing. */
export type TimeReader = (value: unknown) => Instant | Rejection;

export function timeReader({ time, zone }: Pick<Mapping, 'time' | 'zone'>): TimeReader {
  const read = time === 'auto' ? autoReader(zone) : epochReader(time === 'epoch-s' ? 1_000 : 1);
  return (value) => {
    const instant = read(value);
    if (typeof instant !== 'number' || (instant >= EARLIEST && instant < LATEST)) return instant;
    return reject(
      'time-out-of-range',
      `time ${quoted(String(value))} is not between 1990 and 2100${unitHint(instant, time)}`,
    );
  };
}

function autoReader(zone: string | undefined): TimeReader {
  const toInstant = zone === undefined ? undefined : zoneReader(zone);
  return (value) => {
    if (typeof value !== 'string') return reject('wrong-type', notText(value));
    const read = readLocalTime(value);
    if (read === undefined) return reject('bad-time', `time ${quoted(value)} is no date and time${writtenHint(value)}`);
    if (read.offsetMs !== undefined) return read.localMs - read.offsetMs;
    if (toInstant !== undefined) return toInstant(read.localMs);
    return reject(
      'time-without-zone',
      `time ${quoted(value)} has no zone: name it in the mapping, e.g. zone: Europe/Berlin`,
    );
  };
}

/** Seconds or milliseconds since 1970, as a number or as digits. Seconds may have decimals; milliseconds are whole. */
function epochReader(unitMs: 1_000 | 1): TimeReader {
  return (value) => {
    const number = typeof value === 'string' && /^\s*-?\d{1,17}(?:\.\d+)?\s*$/.test(value) ? Number(value) : value;
    if (typeof number === 'string')
      return reject('bad-time', `time ${quoted(number)} is not a number of ${unitName(unitMs)}`);
    if (typeof number !== 'number') return reject('wrong-type', 'time must be a number, or a text of digits');
    if (unitMs === 1 && Number.isFinite(number) && !Number.isInteger(number)) {
      return reject('bad-time', `time ${number} is not a whole number of milliseconds`);
    }
    return Math.round(number * unitMs);
  };
}

function unitName(unitMs: 1_000 | 1): string {
  return unitMs === 1 ? 'milliseconds' : 'seconds';
}

function notText(value: unknown): string {
  const hint =
    typeof value === 'number' ? '; for seconds since 1970 the mapping says time: epoch-s, else epoch-ms' : '';
  return `time must be a text${hint}`;
}

function writtenHint(text: string): string {
  if (/^\s*\d{10}(?:\d{3})?(?:\.\d+)?\s*$/.test(text)) return '; the mapping may need time: epoch-s or epoch-ms';
  // 02/03/2015 is February in one country and March in another: nobody can tell from the text.
  if (/^\s*\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d)/.test(text)) return '; write it year first, e.g. 2015-02-24 11:15:59';
  return '';
}

/** A thousand times too late or too early is almost always the other unit. */
function unitHint(instant: number, time: Mapping['time']): string {
  if (time === 'epoch-s' && plausible(instant / 1_000)) return '; it looks like time: epoch-ms';
  return time === 'epoch-ms' && plausible(instant * 1_000) ? '; it looks like time: epoch-s' : '';
}

function plausible(instant: number): boolean {
  return instant >= EARLIEST && instant < LATEST;
}
