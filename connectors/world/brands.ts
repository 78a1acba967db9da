import type { Watch } from '../../schemas/watch.ts';
import type { Sector } from './texts/pieces.ts';

/** Shares of the three classes; they sum to 1. */
export interface ClassShares {
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
}

/** An invented company and how it is talked about. */
export interface WorldBrand {
  /** The slug of its watch. */
  readonly name: string;
  /** Its accounts are called so. */
  readonly handle: string;
  /** As people write it; each contains one of the terms. */
  readonly names: readonly string[];
  /** What its watch listens for; no text about another brand contains one. */
  readonly terms: readonly string[];
  readonly sector: Sector;
  /** The brand it competes with, for comparisons; undefined: one of our own. */
  readonly competesWith: string | undefined;
  /** Mean mentions per hour without crises. */
  readonly perHour: number;
  readonly shares: ClassShares;
}

interface Sketch {
  readonly name: string;
  readonly second: string;
  readonly sector: Sector;
  readonly perHour: number;
  readonly competesWith?: string;
  readonly shares?: ClassShares;
}

const USUAL: ClassShares = { positive: 0.35, neutral: 0.45, negative: 0.2 };

/** `norvane` and `air` give @norvaneair, Norvane Air, norvane air and #norvane. */
function brand({ name, second, sector, perHour, competesWith, shares }: Sketch): WorldBrand {
  const proper = name.charAt(0).toUpperCase() + name.slice(1);
  const properSecond = second.charAt(0).toUpperCase() + second.slice(1);
  const handle = `${name}${second}`;
  const names = [
    `@${handle}`,
    `@${proper}${properSecond}`,
    `${proper} ${properSecond}`,
    `${name} ${second}`,
    `#${name}`,
  ];
  const terms = [`@${handle}`, `${name} ${second}`, `#${name}`];
  return { name, handle, names, terms, sector, competesWith, perHour, shares: shares ?? USUAL };
}

/** Three brands and two competitors of each, over the base rates 2, 12, 60 and 300 per hour. All of them are invented. */
export const BRANDS: readonly WorldBrand[] = [
  brand({ name: 'norvane', second: 'air', sector: 'airline', perHour: 300 }),
  brand({
    name: 'pellow',
    second: 'coffee',
    sector: 'coffee',
    perHour: 60,
    shares: { positive: 0.45, neutral: 0.4, negative: 0.15 },
  }),
  brand({ name: 'pedalquay', second: 'bikes', sector: 'bikes', perHour: 12 }),
  brand({
    name: 'quillair',
    second: 'flights',
    sector: 'airline',
    perHour: 60,
    competesWith: 'norvane',
    shares: { positive: 0.28, neutral: 0.44, negative: 0.28 },
  }),
  brand({ name: 'ostrelia', second: 'jet', sector: 'airline', perHour: 12, competesWith: 'norvane' }),
  brand({ name: 'brunmoor', second: 'roasters', sector: 'coffee', perHour: 12, competesWith: 'pellow' }),
  brand({ name: 'tamberly', second: 'cafes', sector: 'coffee', perHour: 12, competesWith: 'pellow' }),
  brand({ name: 'wheelfinch', second: 'rides', sector: 'bikes', perHour: 12, competesWith: 'pedalquay' }),
  brand({ name: 'rideloom', second: 'share', sector: 'bikes', perHour: 2, competesWith: 'pedalquay' }),
];

/** What to listen for, so that every mention is found and belongs to its brand alone. */
export function watchesOf(brands: readonly WorldBrand[]): Watch[] {
  return brands.map(({ name, terms }) => ({ name, any: terms, all: [], none: [] }));
}
