import fc from 'fast-check';
import type { Mention } from '../../schemas/events/mention.ts';
import type { LogRecord } from '../../schemas/envelope.ts';
import type { Sighted } from './naive-windows.ts';
import { data, tick } from './records.ts';

/** A day in 2025, 00:00 UTC. */
export const DAY = Date.UTC(2025, 1, 24);

/** Texts whose class nobody disputes: each holds one word of the VADER lexicon, or none. */
const TEXTS = { positive: 'great', neutral: 'a table', negative: 'terrible' } as const;

function mentionOf({ class: sentiment, ...mention }: Sighted): Mention {
  return { ...mention, received: mention.time, url: '', lang: '', text: TEXTS[sentiment] };
}

export function sighted(fields: Partial<Sighted> = {}): Sighted {
  return { watch: 'united', platform: 'x', id: '1', time: DAY, author: 'ann', reach: 0, class: 'neutral', ...fields };
}

export const record = (one: Sighted): LogRecord<Mention> => data(mentionOf(one), one.time);

const SPAN_MS = 3 * 3_600_000;

/** Different mentions of three hours, many of them at the edges of minutes and hours. */
const sightings: fc.Arbitrary<Sighted[]> = fc.uniqueArray(
  fc.record({
    watch: fc.constantFrom('united', 'virgin'),
    platform: fc.constantFrom('x', 'bluesky'),
    id: fc.nat({ max: 30 }).map(String),
    time: fc.oneof(
      fc.integer({ min: DAY, max: DAY + SPAN_MS }),
      fc.tuple(fc.nat({ max: 180 }), fc.constantFrom(-1, 0, 1)).map(([minute, off]) => DAY + minute * 60_000 + off),
    ),
    author: fc.constantFrom('', 'ann', 'bob', 'cy'),
    reach: fc.nat({ max: 1_000 }),
    class: fc.constantFrom('positive' as const, 'neutral' as const, 'negative' as const),
  }),
  { selector: ({ watch, platform, id }) => `${watch} ${platform} ${id}`, maxLength: 25 },
);

/** Comes after every mention: all windows conclude, none is forgotten. */
export const END = tick(DAY + SPAN_MS + 3_600_000);

/** The mentions in any order, some of them twice, between ticks of any time before the end: all inside the horizon. */
export const anyOrder = sightings.chain((all) =>
  fc
    .tuple(
      fc.shuffledSubarray([...all, ...all], { minLength: all.length }),
      fc.array(fc.tuple(fc.nat({ max: 50 }), fc.integer({ min: DAY, max: DAY + SPAN_MS }), fc.boolean()), {
        maxLength: 8,
      }),
    )
    .map(([picked, ticks]) => {
      const missing = all.filter((one) => !picked.includes(one));
      const records: LogRecord<Mention>[] = [...picked, ...missing].map(record);
      let now = DAY;
      for (const [at, time, live] of ticks) records.splice(at, 0, tick((now = Math.max(now, time)), { live }));
      return { all, copies: picked.length + missing.length, records: [...records, END] };
    }),
);
