import type { Aim } from './points.ts';
import { INCREMENT_MS, type Line } from './stream.ts';
import type { Ending, RunOptions } from './run-child.ts';
import type { World } from './world.ts';

/** What becomes of the source file between the kill and the restart. */
export type Aftermath =
  /** It is as it was: the restart goes on where the cursor stands. */
  | 'same'
  /**
   * It ends with the acknowledged part, and grows to the whole when that has gone through. To the product each of the three is another
   * file, so it reads them from their beginning: each acknowledged line must be a repeat, or it was lost; what was taken and not
   * acknowledged must come out of the log, or not at all, for the file no longer has it; then every other line is counted once.
   */
  | 'cut short'
  /** The acknowledged part is gone, the log alone has it: a row that is missing afterwards was acknowledged and lost. */
  | 'cut away';

export interface Trial {
  readonly timeline: string;
  readonly lines: readonly Line[];
  readonly kill: Pick<RunOptions, 'aim' | 'kill'>;
  readonly aftermath: Aftermath;
}

export interface Verdict {
  /** The kill came; without, the run had ended before. */
  readonly fired: boolean;
  /** What the restart really found: `same` too when none or all of the lines were acknowledged before the kill, for then nothing is cut. */
  readonly found: Aftermath;
  /** Empty: the directory holds exactly what it must. */
  readonly wrong: readonly string[];
}

/** The feed of one increment takes about this long, so that a kill finds it in the middle. */
const FEED_MS = 2_500;

/** One kill while an increment is replayed, the restarts until all of it is in, and the comparison after each. */
export async function killReplay(world: World, { timeline, lines, kill, aftermath }: Trial): Promise<Verdict> {
  const before = world.totalOf(timeline);
  const first = await world.replay(timeline, lines, { ...kill, speed: INCREMENT_MS / FEED_MS });
  const acknowledged = world.acknowledgedOf(timeline);
  const committed = world.totalOf(timeline);
  const fired = first.killed;
  if (acknowledged > committed) {
    const wrong = [`${acknowledged} lines were acknowledged, ${committed} are there`];
    return { fired, found: 'same', wrong };
  }
  // Negative when the kill came before the first acknowledgement of this run, and one of an earlier run was lost to its kill.
  const part = acknowledged - before;
  const found = part > 0 && part < lines.length ? aftermath : 'same';
  const wrong = failureOf(first);
  for (const source of sourcesAfter(found, lines, part)) {
    if (wrong.length === 0) wrong.push(...wrongAfter(world, await world.replay(timeline, source, { ask: true })));
  }
  return { fired, found, wrong };
}

/** The files that the restarts find, one after the other. */
function sourcesAfter(found: Aftermath, lines: readonly Line[], acknowledged: number): (readonly Line[])[] {
  switch (found) {
    case 'same':
      return [lines];
    case 'cut short':
      return [lines.slice(0, acknowledged), lines];
    case 'cut away':
      return [lines.slice(acknowledged)];
  }
}

/** One kill while dead letters are read again, and the restart. The replayed file was finished before, so there is nothing to cut. */
export async function killReplayDlq(world: World, timeline: string, aim: Aim): Promise<Verdict> {
  const first = await world.replayDlq(timeline, { aim });
  const failure = failureOf(first);
  const wrong = failure.length > 0 ? failure : wrongAfter(world, await world.replayDlq(timeline, { ask: true }));
  return { fired: first.killed, found: 'same', wrong };
}

function wrongAfter(world: World, ending: Ending): string[] {
  const failure = failureOf(ending);
  return failure.length > 0 ? failure : world.check(ending.stdout);
}

/** A run may be killed, or end well. */
export function failureOf({ killed, code, stderr }: Ending): string[] {
  return killed || code === 0 ? [] : [`a run ended with ${code}: ${stderr}`];
}
