import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, type Instant } from '../../schemas/instants.ts';
import { lineOf, POISONS, type Post } from './poison.ts';
import { seeded, type Random } from './random.ts';
import { AIRLINE, BIKES, BRANDS, COFFEE, ELSEWHERE, fill, TOGETHER, type Brand } from './texts.ts';

const SEED = 20_260_614;
export const END: Instant = Date.UTC(2026, 5, 14);
export const START: Instant = END - 3.5 * DAY_MS;
const POSTS = 5_830;
const REPEATS = 120;
const TOO_LATE = 4;
const POISONOUS = 60;
const AUTHORS = 900;

/** The airline's bad afternoon: something to find. */
const STORM = { from: Date.UTC(2026, 5, 12, 14), to: Date.UTC(2026, 5, 12, 18) };

interface Author {
  readonly handle: string;
  readonly followers: number;
  /** How this author's client writes times. */
  readonly written: (time: Instant) => string;
}

/** A line and when the collector got it: the file is in that order. */
interface Line {
  readonly seen: Instant;
  readonly bytes: Buffer;
}

/** The whole recorded file, byte for byte the same at every call. */
export function firstLight(): Buffer {
  const random = seeded(SEED);
  const authors = Array.from({ length: AUTHORS }, (_, rank) => author(rank, random));
  const pickAuthor = zipf(authors, random);
  const posts = Array.from({ length: POSTS }, () => drawn(pickAuthor(), random)).toSorted((a, b) => a.time - b.time);
  const lines = posts.map(({ post, time }, index) => ({
    seen: seenAt(time, index, random),
    bytes: bytesOf(lineOf(post)),
  }));
  for (let i = 0; i < REPEATS; i++) lines.push(repeated(posts[random.below(POSTS)], random));
  for (const [reason, ways] of Object.entries(POISONS)) {
    for (let i = 0; i < POISONOUS / Object.keys(POISONS).length; i++) {
      const { post, time } = drawn(pickAuthor(), random);
      const way = ways[i % ways.length];
      // One line of more than a megabyte is enough.
      const bytes = reason === 'too-large' && i > 1 ? ways[0]?.(post) : way?.(post);
      lines.push({ seen: time, bytes: bytesOf(bytes ?? '') });
    }
  }
  const ordered = lines.toSorted((a, b) => a.seen - b.seen);
  return Buffer.concat(ordered.flatMap(({ bytes }) => [bytes, Buffer.from('\n')]));
}

function bytesOf(line: string | Buffer): Buffer {
  return Buffer.from(line as string);
}

/** Most arrive within seconds; one in 200 hours later, a few beyond the horizon of 48 h. All of them before the file ends. */
function seenAt(time: Instant, index: number, random: Random): Instant {
  const tooLate = index % 400 === 200 && index / 400 < TOO_LATE;
  if (tooLate && time < END - 61 * HOUR_MS) return time + (50 + random.below(10)) * HOUR_MS;
  if (index % 97 === 50 && time < END - 41 * HOUR_MS) return time + HOUR_MS + random.below(39 * HOUR_MS);
  return time + random.below(20 * SECOND_MS);
}

/** The same post again, minutes to hours later: the same bytes, or with something beside the fields that says who found it. */
function repeated(found: { post: Post; time: Instant } | undefined, random: Random): Line {
  if (found === undefined) throw new Error('no post to repeat');
  const { post, time } = found;
  const again = random.next() < 0.5 ? post : { ...post, found_by: random.pick(['search', 'list', 'stream']) };
  return { seen: Math.min(time + MINUTE_MS + random.below(4 * HOUR_MS), END), bytes: bytesOf(lineOf(again)) };
}

function drawn(by: Author, random: Random): { post: Post; time: Instant } {
  const storm = random.next() < 0.06;
  const brand = storm ? AIRLINE : random.pick(BRANDS);
  const time = storm ? STORM.from + random.below(STORM.to - STORM.from) : instant(brand, random);
  const id = `1${String(time - START).padStart(9, '0')}${String(random.below(1e9)).padStart(9, '0')}`;
  const text = textOf(brand, storm, random);
  const followers = Math.max(0, Math.round(by.followers * (1 + 0.02 * random.normal())));
  const user = { handle: by.handle, followers };
  const lang = random.next() < 0.9 ? 'en' : random.pick(['de', 'es', 'fr', '']);
  return { post: { id, text, created_at: by.written(time), user, lang, url: `https://example.com/p/${id}` }, time };
}

function textOf(brand: Brand, storm: boolean, random: Random): string {
  const chance = random.next();
  if (storm) return fill(random.pick(brand.negative), { b: random.pick(brand.names) }, random);
  if (chance < 0.05) return fill(random.pick(ELSEWHERE), {}, random);
  if (chance < 0.09) {
    const other = random.pick(BRANDS.filter((each) => each !== brand));
    return fill(random.pick(TOGETHER), { a: random.pick(brand.names), b: random.pick(other.names) }, random);
  }
  const moods = [brand.positive, brand.positive, brand.neutral, brand.neutral, brand.negative];
  return fill(random.pick(random.pick(moods)), { b: random.pick(brand.names) }, random);
}

/** Relative rates over the hours of a day (UTC): coffee in the morning, bikes at rush hour, flights all day. */
function rate(brand: Brand, hour: number): number {
  const peak = (at: number, width: number): number => Math.exp(-(((hour - at) / width) ** 2));
  if (brand === COFFEE) return 0.05 + peak(8, 2) + 0.5 * peak(14.5, 2);
  if (brand === BIKES) return 0.04 + peak(8.2, 1.2) + 1.1 * peak(17.3, 1.6);
  return 0.12 + 0.6 * peak(7, 2.5) + 0.8 * peak(17, 4);
}

const HIGHEST_RATE = 1.3;

/** By rejection: an instant is kept as often as its hour is busy. */
function instant(brand: Brand, random: Random): Instant {
  for (;;) {
    const time = START + random.below(END - START);
    if (random.next() * HIGHEST_RATE < rate(brand, (time % DAY_MS) / HOUR_MS)) return time;
  }
}

const FIRST = ['mila', 'jonas', 'ines', 'tariq', 'noor', 'pavel', 'greta', 'luis', 'aoife', 'sven', 'yuki', 'rosa'];
const SECOND = ['reads', 'runs', 'codes', 'bakes', 'travels', 'paints', 'wanders', 'sings', 'cycles', 'writes'];

function author(rank: number, random: Random): Author {
  const handle = `${random.pick(FIRST)}_${random.pick(SECOND)}${rank}`;
  return { handle, followers: Math.round(Math.exp(5.2 + 1.6 * random.normal())), written: random.pick(NOTATIONS) };
}

/** Whole seconds where the notation has no decimals: the copy of a post says the same instant. */
const NOTATIONS: readonly ((time: Instant) => string)[] = [
  (time) => new Date(time).toISOString(),
  (time) => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z'),
  (time) => `${local(time, 2)}+02:00`,
  (time) => `${local(time, -5).replace('T', ' ').slice(0, 19)} -0500`,
  (time) => `${local(time, 0).replace('T', ' ').slice(0, 19)}+0000`,
];

function local(time: Instant, offsetHours: number): string {
  return new Date(time + offsetHours * HOUR_MS).toISOString().slice(0, -1);
}

/** Few people write most of it: the author of rank r with weight 1 / (r + 1). */
function zipf<T>(values: readonly T[], random: Random): () => T {
  const total = values.reduce((sum, _, rank) => sum + 1 / (rank + 1), 0);
  return () => {
    let left = random.next() * total;
    const rank = values.findIndex((_, index) => (left -= 1 / (index + 1)) < 0);
    return values[Math.max(rank, 0)] ?? random.pick(values);
  };
}
