import { epochMs, offsetMs } from './calendar.ts';
import type { LocalTime } from './local.ts';

/**
 * The shapes nearly every line has, by hand: `2015-02-24T11:15:59`, `T` or blank, up to three decimals, then nothing, `Z`,
 * `-0800` or `-08:00` with or without a blank. Undefined means only: not one of these, or something is wrong with it.
 */
export function readCommon(text: string): LocalTime | undefined {
  const { length } = text;
  if (length < 19 || length > 30) return undefined;
  const separator = text.charCodeAt(10);
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45 || (separator !== 84 && separator !== 32))
    return undefined;
  if (text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return undefined;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  let localMs = epochMs(
    year,
    twoDigits(text, 5),
    twoDigits(text, 8),
    twoDigits(text, 11),
    twoDigits(text, 14),
    twoDigits(text, 17),
  );
  let at = 19;
  if (text.charCodeAt(at) === 46) {
    let scale = 100;
    for (at++; scale >= 1 && isDigit(text.charCodeAt(at)); at++, scale = Math.trunc(scale / 10)) {
      localMs += (text.charCodeAt(at) - 48) * scale;
    }
    if (scale === 100 || isDigit(text.charCodeAt(at))) return undefined;
  }
  if (Number.isNaN(localMs)) return undefined;
  if (at === length) return { localMs, offsetMs: undefined };
  const written = commonOffset(text, at);
  return Number.isNaN(written) ? undefined : { localMs, offsetMs: written };
}

function commonOffset(text: string, from: number): number {
  const at = text.charCodeAt(from) === 32 ? from + 1 : from;
  const rest = text.length - at;
  const sign = text.charCodeAt(at);
  if (sign === 90 && rest === 1) return 0;
  if (sign !== 43 && sign !== 45) return NaN;
  const colon = text.charCodeAt(at + 3) === 58 ? 1 : 0;
  if (rest !== 5 + colon) return NaN;
  return offsetMs(sign === 45 ? -1 : 1, twoDigits(text, at + 1), twoDigits(text, at + 3 + colon));
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** NaN when they are not digits; it makes every sum it enters NaN. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}
