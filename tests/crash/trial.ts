import type { Aim } from './points.ts';
import { INCREMENT_MS, type Line } from './stream.ts';
import type { Ending, RunOptions, World } from './world.ts';

/** What becomes of the source file between the kill and the restart. */
export const AFTERMATHS = [
  // It is as it was: the restart goes on.
  'same',
  // What was acknowledged is gone, the log alone has it: a row that is missing afterwards was acknowledged and lost.
  'cut away',
  // Only what was acknowledged is left, the rest is appended when that has gone through: nothing is taken for read that was not.
  'cut short',
] as const;
export type Aftermath = (typeof AFTERMATHS)[number];

export interface Trial {
  readonly timeline: string;
  readonly lines: readonly Line[];
  readonly kill: Pick<RunOptions, 'aim' | 'kill'>;
  readonly aftermath: Aftermath;
}

export interface Verdict {
  /** The kill came; without, the run had ended before. */
  readonly fired: boolean;
  /** The restart found a shorter source; it cannot when nothing was acknowledged before the kill. */
  readonly cut: boolean;
  /** Empty: the directory holds exactly what it must. */
  readonly wrong: readonly string[];
}

/** The feed of one increment takes about this long, so that a kill finds it in the middle. */
const FEED_MS = 1_000;

/** One kill while an increment is replayed, the restarts until all of it is in, and the comparison. */
export async function killReplay(world: World, { timeline, lines, kill, aftermath }: Trial): Promise<Verdict> {
  const before = world.totalOf(timeline);
  const first = await world.replay(timeline, lines, { ...kill, speed: INCREMENT_MS / FEED_MS, ask: false });
  const acknowledged = world.acknowledgedOf(timeline);
  const committed = world.totalOf(timeline);
  if (acknowledged > committed)
    return {
      fired: first.killed,
      cut: false,
      wrong: [`${acknowledged} lines were acknowledged, ${committed} are there`],
    };
  const sources = sourcesAfter(aftermath, lines, Math.max(0, acknowledged - before));
  const endings: Ending[] = [];
  for (const [i, source] of sources.entries()) {
    endings.push(await world.replay(timeline, source, { ask: i === sources.length - 1 }));
  }
  return { ...verdict(world, first, endings), cut: (sources[0]?.length ?? 0) < lines.length };
}

/** The files that the restarts find, one after the other. */
function sourcesAfter(aftermath: Aftermath, lines: readonly Line[], acknowledged: number): (readonly Line[])[] {
  if (aftermath === 'same' || acknowledged === 0) return [lines];
  if (aftermath === 'cut short' && acknowledged < lines.length)
    return [lines.slice(0, acknowledged), lines.slice(acknowledged)];
  // A file without a line would be refused: the last one stays, and is a repeat.
  return [lines.slice(Math.min(acknowledged, lines.length - 1))];
}

/** One kill while dead letters are read again, and the restart. */
export async function killReplayDlq(world: World, timeline: string, aim: Aim): Promise<Verdict> {
  const first = await world.replayDlq(timeline, { aim });
  return { ...verdict(world, first, [await world.replayDlq(timeline, { ask: true })]), cut: false };
}

function verdict(world: World, first: Ending, endings: readonly Ending[]): Omit<Verdict, 'cut'> {
  const failed = [...(first.killed ? [] : [first]), ...endings].filter(({ code }) => code !== 0);
  if (failed.length > 0)
    return { fired: first.killed, wrong: failed.map(({ code, stderr }) => `a run ended with ${code}: ${stderr}`) };
  return { fired: first.killed, wrong: world.check(endings.at(-1)?.stdout ?? '') };
}
