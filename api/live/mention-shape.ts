import { isoOf } from '../../schemas/instants.ts';
import type { MentionScore } from '../../schemas/results/mention-score.ts';
import { mentionId } from '../mention-id.ts';
import type { Mention } from '../schemas/answers.ts';

/** A mention as `/v1/mentions` answers it out of the store. */
export function mentionShape(value: MentionScore): Mention {
  const { id, watch, platform, time, author, url, lang, text, reach, late } = value;
  return {
    id: mentionId({ watch, platform, native: id }),
    native_id: id,
    watch,
    platform,
    time: isoOf(time),
    author,
    url,
    lang,
    text,
    reach,
    class: value.class,
    positive: shortest(value.positive),
    neutral: shortest(value.neutral),
    negative: shortest(value.negative),
    compound: shortest(value.compound),
    late,
  };
}

/** The fewest digits that mean this 32-bit float, as the store writes it: not 0.12300000339746475 but 0.123. */
function shortest(float: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(float.toPrecision(digits));
    if (Math.fround(short) === float) return short;
  }
  return Number(float.toPrecision(9));
}

/** As the list has them: newest first. */
export function byListOrder(a: Mention, b: Mention): number {
  if (a.time !== b.time) return a.time < b.time ? 1 : -1;
  if (a.watch !== b.watch) return compared(a.watch, b.watch);
  if (a.platform !== b.platform) return compared(a.platform, b.platform);
  return compared(b.native_id, a.native_id);
}

/** As the store compares: by bytes of UTF-8. */
function compared(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
