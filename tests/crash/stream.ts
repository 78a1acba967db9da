import type { Random } from '../support/random.ts';

export type Class = 'positive' | 'neutral' | 'negative';

/** One generated line, and what is true of it by construction. */
export interface Line {
  readonly raw: string;
  readonly kind: 'item' | 'poison' | 'mendable';
  readonly id: string;
  readonly time: number;
  readonly author: string;
  readonly reach: number;
  readonly text: string;
  readonly class: Class;
  readonly watches: readonly string[];
  /** More than the horizon behind what was read before. */
  readonly late: boolean;
}

export const CONFIG = `watches:
  - { name: ferry, any: ["@nordferry"] }
  - { name: bakery, any: ["#oldbakery"] }
  - { name: museum, any: ["tide museum"] }
`;

export const MAPPING = `format: ndjson
platform: x
kind: mention
fields: { id: id, text: text, time: ts, author: who.name, reach: who.reach }
time: auto
`;

/** Times without a zone are dead letters under MAPPING, and these people's under this one. */
export const MENDED_MAPPING = `${MAPPING}zone: UTC\n`;

export const NAMES: Readonly<Record<string, string>> = {
  ferry: '@nordferry',
  bakery: '#oldbakery',
  museum: 'tide museum',
};

const SAYINGS: Readonly<Record<Class, readonly string[]>> = {
  positive: ['what a wonderful morning, I love', 'great and friendly people at', 'so happy with'],
  neutral: ['on the way to', 'the timetable of', 'it is twelve at'],
  negative: ['what a terrible morning, I hate', 'awful and rude people at', 'so angry with'],
};
const CLASSES = ['positive', 'neutral', 'negative'] as const;
const START = Date.UTC(2025, 2, 3);
const LATE_MS = 120 * 3_600_000;
/** Event time of one increment. */
export const INCREMENT_MS = 600_000;

/** The lines of one timeline, an increment after the other; time goes on from where the last one ended. */
export function lineStream(name: string, random: Random) {
  let serial = 0;
  let increments = 0;
  let known: Line[] = [];

  function fresh(time: number, late: boolean): Line {
    const id = `${name}-${serial++}`;
    const tone = CLASSES[random.pick(3)] ?? 'neutral';
    const sayings = SAYINGS[tone];
    const watches = Object.keys(NAMES).filter(() => random.chance(0.4));
    const text = `${sayings[random.pick(sayings.length)] ?? ''} ${watches.map((watch) => NAMES[watch]).join(' and ')} ref${serial}`;
    const author = random.chance(0.1) ? '' : `person${random.pick(40)}`;
    const reach = random.pick(5_000);
    const line = { id, time, author, reach, text, class: tone, watches, late };
    const mendable = !late && random.chance(0.01);
    const ts = new Date(time).toISOString();
    return { ...line, kind: mendable ? 'mendable' : 'item', raw: rawOf(line, mendable ? ts.slice(0, 19) : ts) };
  }

  function poison(time: number): Line {
    const id = `${name}-${serial++}`;
    const line = {
      id,
      time,
      author: 'nobody',
      reach: 1,
      text: `@nordferry ref${serial}`,
      class: 'neutral' as const,
      watches: [],
      late: false,
    };
    const raws = [
      `{"id": "${id}", "text": "broken`,
      rawOf({ ...line, id: '' }, ''),
      rawOf(line, 'the day before'),
      `[${serial}]`,
    ];
    return { ...line, kind: 'poison', raw: raws[random.pick(raws.length)] ?? '' };
  }

  /** 2 % repeats, 2 % poison, 1 % that another mapping can read; from the second increment on 2 % late. */
  function increment(lines: number): readonly Line[] {
    const base = START + increments * INCREMENT_MS;
    const made: Line[] = [];
    for (let i = 0; i < lines; i++) {
      const time = base + Math.floor((i * INCREMENT_MS) / lines / 1_000) * 1_000;
      // The first line sets the pace of a replay, so its time is no surprise.
      const again = i > 0 && random.chance(0.02) ? known[random.pick(known.length)] : undefined;
      const late = i > 0 && increments > 0 && random.chance(0.02);
      const line = again ?? (random.chance(0.02) ? poison(time) : fresh(late ? time - LATE_MS : time, late));
      made.push(line);
      if (again === undefined && line.kind === 'item') known.push(line);
    }
    known = known.slice(-1_000);
    increments++;
    return made;
  }

  return { name, increment };
}

export type LineStream = ReturnType<typeof lineStream>;

function rawOf({ id, text, author, reach }: Pick<Line, 'id' | 'text' | 'author' | 'reach'>, ts: string): string {
  return JSON.stringify({ id, text, ts, who: { name: author, reach } });
}
