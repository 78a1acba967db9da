import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../support/random.ts';
import { plan, sooner, type Shot } from './plan.ts';
import type { Aim } from './points.ts';
import { lineStream, type LineStream } from './stream.ts';
import { RANDOM_TIME, tally } from './tally.ts';
import { killReplay, killReplayDlq, type Aftermath, type Verdict } from './trial.ts';
import { openWorld, type World } from './world.ts';

const LINES = 400;
/** A timeline takes so many increments; then another begins. */
const INCREMENTS = 7;
/** Half of the restarts must find the source cut to what was acknowledged; more do, since the last kills may leave nothing to cut. */
const CUT_SHARE = 0.7;
/** A kill that comes after the end of its run is aimed again, earlier. */
const TRIES = 4;

/** Kills on one growing directory under `root`, lines of our own; after each recovery everything is compared with a recomputation. */
export async function killGenerated(
  root: string,
  kills: number,
  random: Random,
): Promise<{ passed: number; failed: number }> {
  const fire = growingDirectory(root, random);
  const shots = tally();
  const restarts: Record<Aftermath, number> = { same: 0, 'cut short': 0, 'cut away': 0 };
  let passed = 0;
  for (const [i, shot] of plan(kills, random).entries()) {
    // Kills that leave nothing to cut are made up for by the next ones.
    const others = random.chance(0.5) ? 'cut away' : 'same';
    const aftermath = restarts['cut short'] <= i * CUT_SHARE ? 'cut short' : others;
    const { fired, found, wrong } = await fireUntilHit(fire, shot, aftermath);
    shots.count(shot.kind === 'point' ? shot.point : RANDOM_TIME, fired);
    if (fired) restarts[found]++;
    if (wrong.length > 0) {
      shots.print();
      console.log(`kill ${i + 1}, ${JSON.stringify(shot)}, the source ${found}:`);
      for (const line of wrong) console.log(`  ${line}`);
      return { passed, failed: 1 };
    }
    if (fired) passed++;
  }
  shots.print();
  const short = restarts['cut short'];
  console.log(
    `the source at the restart: cut to the acknowledged part ${short}/${passed}, the acknowledged part cut away ${restarts['cut away']}, as it was ${restarts.same}`,
  );
  const missed = shots.neverFired().map((name) => `${name}: never fired`);
  if (short * 2 < passed)
    missed.push('the source was cut to the acknowledged part before fewer than half of the restarts');
  for (const line of missed) console.log(line);
  return { passed, failed: missed.length };
}

type Fire = (shot: Shot, aftermath: Aftermath) => Promise<Verdict>;

async function fireUntilHit(fire: Fire, shot: Shot, aftermath: Aftermath): Promise<Verdict> {
  let aimed = shot;
  for (let tries = 1; ; tries++) {
    const verdict = await fire(aimed, aftermath).catch((error: unknown) => verdictOf(error));
    if (verdict.fired || verdict.wrong.length > 0 || tries === TRIES) return verdict;
    aimed = sooner(aimed);
  }
}

/** Each shot on a new increment of one timeline after the other, but for those that need a place of their own. */
function growingDirectory(root: string, random: Random): Fire {
  const main = openWorld(join(root, 'main'));
  let timelines = 0;
  let stream: LineStream | undefined;
  let increments = 0;
  const newStream = (): LineStream => lineStream(`stream-${++timelines}`, random);

  function growing(fresh = false): LineStream {
    if (stream === undefined || fresh || increments === INCREMENTS) {
      stream = newStream();
      increments = 0;
    }
    increments++;
    return stream;
  }

  return async (shot, aftermath) => {
    const on = (world: World, { name, increment }: LineStream): Promise<Verdict> => {
      const kill = shot.kind === 'random' ? { kill: shot } : { aim: aimOf(shot, name) };
      return killReplay(world, { timeline: name, lines: increment(LINES), kill, aftermath });
    };
    if (shot.kind === 'random') return on(main, growing());
    switch (shot.point) {
      // Migrations run where nothing is yet.
      case 'migration-step': {
        const fresh = newStream();
        return onFreshDirectory(join(root, fresh.name), (world) => on(world, fresh));
      }
      case 'timeline-creation':
        return on(main, growing(true));
      case 'dead-letters:before-commit':
      case 'dead-letters:after-commit': {
        const { name, increment } = newStream();
        await main.replay(name, increment(LINES));
        return killReplayDlq(main, name, aimOf(shot, name));
      }
      default:
        return on(main, growing());
    }
  };
}

const verdictOf = (error: unknown): Verdict => ({ fired: true, found: 'same', wrong: [String(error)] });

function aimOf({ point, passage }: Shot & { kind: 'point' }, timeline: string): Aim {
  return { point, passage, timeline };
}

async function onFreshDirectory(directory: string, trial: (world: World) => Promise<Verdict>): Promise<Verdict> {
  const verdict = await trial(openWorld(directory));
  if (verdict.wrong.length === 0) rmSync(directory, { recursive: true });
  return verdict;
}
