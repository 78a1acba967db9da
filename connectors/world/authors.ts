import { DRAW, randomOf, type Random } from './random.ts';
import { LANGUAGES } from './texts/languages.ts';

/** How somebody writes, the same in every text of theirs. */
export interface Style {
  /** 'en' or one of `LANGUAGES`. */
  readonly language: string;
  readonly letters: 'lower' | 'sentence' | 'as-typed';
  /** Apostrophes: typed straight, set by a phone, or left out. */
  readonly apostrophe: "'" | '’' | '';
  readonly slang: boolean;
  /** Probability that a text of theirs ends with emoji. */
  readonly emoji: number;
}

export interface Author {
  readonly handle: string;
  readonly followers: number;
  readonly style: Style;
}

const FIRST = (
  'mila jonas ines tariq noor pavel greta luis aoife sven yuki rosa amara tomas leila bruno freya mateo anouk ravi ' +
  'selma owen zofia idris clara hugo nadia elif petra kofi maren teo sanna arlo dunja milan ada jorge signe bela'
).split(' ');
const SECOND = (
  'reads runs codes bakes travels paints wanders sings cycles writes hikes knits gardens cooks swims draws teaches ' +
  'fixes plays rows sleeps films skates climbs brews plants sails builds maps hums'
).split(' ');
const SHAPES = [
  (first: string, second: string, index: number) => `${first}_${second}${index}`,
  (first: string, second: string, index: number) => `${first}${second}.${index}`,
  (first: string, second: string, index: number) => `${second}with${first}${index}`,
  (first: string, _second: string, index: number) => `${first}${index}`,
  (first: string, second: string, index: number) => `the${second}${first}${index}`,
];
const TONGUES = Object.keys(LANGUAGES);

/** Who the author of this number is on a platform. The number stands in the handle, so that no two share one. */
export function authorOf(seed: number, platform: number, index: number): Author {
  const random = randomOf(seed, DRAW.author, platform, index);
  const shape = random.pick(SHAPES);
  return {
    handle: shape(random.pick(FIRST), random.pick(SECOND), index),
    // Lognormal, median 180: most are heard by few.
    followers: Math.min(2_000_000, Math.round(Math.exp(5.2 + 1.6 * random.normal()))),
    style: {
      language: random.chance(0.1) ? random.pick(TONGUES) : 'en',
      letters: random.pick(['lower', 'sentence', 'sentence', 'as-typed']),
      apostrophe: random.pick(["'", "'", "'", '’', '']),
      slang: random.chance(0.2),
      emoji: random.pick([0, 0, 0.15, 0.3, 0.7]),
    },
  };
}

/** Few write most of it: a power law over the numbers. The larger the exponent, the more the first ones write. */
export function drawAuthor(random: Random, authors: number, exponent: number): number {
  return Math.floor(authors * random.next() ** exponent);
}
