import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, TidelineError } from '../../runtime/errors.ts';
import { isSlug } from '../../schemas/ids.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../../schemas/instants.ts';

/** A world that has begun goes on as it was made: kept in the data directory, as JSON. */
export interface Begun {
  readonly timeline: string;
  readonly seed: number;
  /** How many times as fast as the clock it runs behind its history. */
  readonly speed: number;
  readonly start: Instant;
  /** Where its history ends. */
  readonly liveFrom: Instant;
  /** Timelines of the worlds before it. */
  readonly earlier: readonly string[];
}

export interface DemoWish {
  /** Of a new world; one that has begun keeps its own. */
  readonly seed?: number | undefined;
  readonly speed?: number | undefined;
  /** Begins a new world on a timeline of its own. */
  readonly fresh?: boolean;
}

/** A day, and the same one of the week before to compare it with, also where the zone's clock changed in between. */
const HISTORY_MS = 8 * DAY_MS + 2 * HOUR_MS;

/**
 * A world that runs faster than the clock begins so far in the past: its event times are never in the future, where no tick may be
 * (law 2), until it has caught up with the clock, and then it goes on as fast as that.
 */
const LEAD_MS = 30 * DAY_MS;

/**
 * The world of this directory: the one that has begun, or a new one. Throws USAGE when the wish is for another than has begun, and
 * FILE_UNREADABLE when its file is damaged, unless the wish is for a fresh one.
 */
export function beginDemo(root: string, wish: DemoWish, timelines: readonly string[], now: Instant): Begun {
  const known = wish.fresh ? readableIn(root) : begunIn(root);
  if (known !== undefined && !wish.fresh) {
    refuseOther('seed', wish.seed, known.seed);
    refuseOther('speed', wish.speed, known.speed);
    return known;
  }
  const { seed = 1, speed = 1 } = wish;
  const liveFrom = now - (speed === 1 ? 0 : LEAD_MS);
  const begun: Begun = {
    timeline: freeName(timelines),
    seed,
    speed,
    start: liveFrom - HISTORY_MS,
    liveFrom,
    earlier: known === undefined ? [] : [...known.earlier, known.timeline],
  };
  writeFileSync(fileIn(root), `${JSON.stringify(begun)}\n`);
  return begun;
}

/** Timelines that hold demo data: all others are somebody's own. */
export function demoTimelines(root: string): readonly string[] {
  const known = begunIn(root);
  return known === undefined ? [] : [...known.earlier, known.timeline];
}

function fileIn(root: string): string {
  return join(root, 'demo.json');
}

function begunIn(root: string): Begun | undefined {
  const file = fileIn(root);
  if (!existsSync(file)) return undefined;
  try {
    return begunFrom(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const advice = 'delete it, or say demo --fresh, and the next demo begins a new world';
    throw new TidelineError('FILE_UNREADABLE', `${file} cannot be read (${messageOf(error)}): ${advice}.`, {
      cause: error,
    });
  }
}

/** Whoever wants a new world is not kept from it by what is left of an old one. */
function readableIn(root: string): Begun | undefined {
  try {
    return begunIn(root);
  } catch {
    return undefined;
  }
}

const isWhole = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
const isTimeline = (value: unknown): boolean => typeof value === 'string' && isSlug(value);

const FIELDS: Readonly<Record<keyof Begun, (value: unknown) => boolean>> = {
  timeline: isTimeline,
  seed: isWhole,
  speed: (value) => isWhole(value) && value !== 0,
  start: isWhole,
  liveFrom: isWhole,
  earlier: (value) => Array.isArray(value) && value.every(isTimeline),
};

/** Worlds that began before there was a choice of speed, or a second one, say neither. Throws at what is no world. */
function begunFrom(json: unknown): Begun {
  const said = { speed: 1, earlier: [], ...(json as Partial<Begun> | null) };
  for (const name of Object.keys(FIELDS) as (keyof Begun)[]) {
    const value = said[name];
    if (!FIELDS[name](value)) throw new Error(`${name} is ${value === undefined ? 'missing' : JSON.stringify(value)}`);
  }
  return said as Begun;
}

function refuseOther(option: 'seed' | 'speed', wanted: number | undefined, begun: number): void {
  if (wanted === undefined || wanted === begun) return;
  throw new TidelineError(
    'USAGE',
    `The demo of this directory was begun with ${option} ${begun}: leave --${option} out, or say --fresh.`,
  );
}

function freeName(taken: readonly string[]): string {
  let name = 'demo';
  for (let n = 2; taken.includes(name); n++) name = `demo-${n}`;
  return name;
}
