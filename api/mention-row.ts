import { isoOf } from '../schemas/instants.ts';
import type { Mention } from './schemas/answers.ts';

/** As an answer and an export show it, of a subquery named `m`. */
const columns = (time: string): string => `
  concat('men_', base64URLEncode(concat(watch, '\\n', platform, '\\n', m.id))) AS id, m.id AS native_id, watch, platform,
  ${time}, author, url, lang, text, reach, toString(m.class) AS class, positive, neutral, negative, compound, late`;

export const EXPORT_COLUMNS = columns('time');

/** Of `MentionRow`. */
export const ROW_COLUMNS = columns('toUnixTimestamp64Milli(time) AS ms');

export type MentionRow = Omit<Mention, 'time' | 'late'> & { readonly ms: number; readonly late: number };

export function mentionOf({ ms, late, ...rest }: MentionRow): Mention {
  return { ...rest, time: isoOf(ms), late: late === 1 };
}
