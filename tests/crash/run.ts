import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seeded } from '../support/random.ts';
import { plan, type Shot } from './plan.ts';
import { POINTS, type Aim } from './points.ts';
import { stallStore } from './stall.ts';
import { lineStream, type LineStream } from './stream.ts';
import { AFTERMATHS, killReplay, killReplayDlq, type Aftermath, type Verdict } from './trial.ts';
import { openWorld, type World } from './world.ts';

/*
 * Kills the product again and again on one growing directory and compares everything in the store with an independent recomputation
 * after each recovery. Then stops the store for a minute. `--kills N`, `--seed N`, `--stall SECONDS`; the last line is `N passed, N failed`.
 * A failure keeps the directory and ends the run.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    stall: { type: 'string', default: '60' },
  },
});
const random = seeded(Number(values.seed));
const shots = plan(Number(values.kills), random);
const root = mkdtempSync(join(tmpdir(), 'tideline-crash-'));
const main = openWorld(join(root, 'main'));

const LINES = 400;
/** A timeline takes so many increments; then another begins. */
const INCREMENTS = 7;
/** Half of the restarts must find a cut source; a few more are cut, since the last kills may leave nothing to cut. */
const CUT_SHARE = 0.6;
/** A kill that comes after the end of its run is aimed again, earlier. */
const TRIES = 4;

let timelines = 0;
let stream: LineStream | undefined;
let increments = 0;
let cuts = 0;

function newStream(): LineStream {
  return lineStream(`stream-${++timelines}`, random);
}

function growing(): LineStream {
  if (stream === undefined || increments === INCREMENTS) {
    stream = newStream();
    increments = 0;
  }
  increments++;
  return stream;
}

/** The source no longer is what it was, unless it has been so often enough: the kills that leave nothing to cut are made up for. */
function aftermathOf(i: number): Aftermath {
  return cuts > i * CUT_SHARE ? 'same' : (AFTERMATHS[1 + (cuts % 2)] ?? 'same');
}

async function fire(shot: Shot, i: number): Promise<Verdict> {
  const aftermath = aftermathOf(i);
  if (shot.kind === 'random') {
    const { name, increment } = growing();
    return killReplay(main, {
      timeline: name,
      lines: increment(LINES),
      kill: { kill: shot },
      aftermath,
    });
  }
  const { point, passage } = shot;
  const aimAt = (timeline: string): { aim: Aim } => ({ aim: { point, passage, timeline } });
  switch (point) {
    case 'migration-step':
      return onFreshDirectory(i, (world) => {
        const { name, increment } = newStream();
        return killReplay(world, { timeline: name, lines: increment(LINES), kill: aimAt(name), aftermath });
      });
    case 'timeline-creation': {
      stream = newStream();
      increments = 1;
      return killReplay(main, {
        timeline: stream.name,
        lines: stream.increment(LINES),
        kill: aimAt(stream.name),
        aftermath,
      });
    }
    case 'dead-letters:before-commit':
    case 'dead-letters:after-commit': {
      const { name, increment } = newStream();
      await main.replay(name, increment(LINES));
      return killReplayDlq(main, name, aimAt(name).aim);
    }
    default: {
      const { name, increment } = growing();
      return killReplay(main, { timeline: name, lines: increment(LINES), kill: aimAt(name), aftermath });
    }
  }
}

/** Migrations run where nothing is yet. */
async function onFreshDirectory(i: number, trial: (world: World) => Promise<Verdict>): Promise<Verdict> {
  const directory = join(root, `fresh-${i}`);
  const verdict = await trial(openWorld(directory));
  if (verdict.wrong.length === 0) rmSync(directory, { recursive: true });
  return verdict;
}

const nameOf = (shot: Shot): string => (shot.kind === 'point' ? shot.point : 'random time');

async function fireUntilHit(shot: Shot, i: number): Promise<Verdict> {
  let aimed = shot;
  for (let tries = 1; ; tries++) {
    const verdict = await fire(aimed, i).catch((error: unknown): Verdict => ({
      fired: true,
      cut: false,
      wrong: [String(error)],
    }));
    if (verdict.fired || verdict.wrong.length > 0 || tries === TRIES) return verdict;
    aimed =
      aimed.kind === 'random'
        ? { ...aimed, afterMs: Math.ceil(aimed.afterMs * 0.7) }
        : { ...aimed, passage: Math.ceil(aimed.passage / 4) };
  }
}

const tally = new Map([...POINTS, 'random time'].map((name) => [name, { aimed: 0, fired: 0 }]));
let passed = 0;
let failed = 0;
const began = performance.now();
for (const [i, shot] of shots.entries()) {
  const aftermath = aftermathOf(i);
  const { fired, cut, wrong } = await fireUntilHit(shot, i);
  const one = tally.get(nameOf(shot));
  if (one !== undefined) {
    one.aimed++;
    if (fired) one.fired++;
  }
  if (fired && cut) cuts++;
  if (wrong.length === 0) {
    if (fired) passed++;
    continue;
  }
  failed++;
  console.log(`kill ${i + 1}, ${nameOf(shot)} ${JSON.stringify(shot)}, the source ${aftermath}, in ${root}:`);
  for (const line of wrong) console.log(`  ${line}`);
  break;
}

for (const [name, { fired, aimed }] of tally) {
  if (aimed > 0 || failed === 0) console.log(`${name.padEnd(28)} ${fired}/${aimed} fired/aimed`);
  if (fired === 0 && failed === 0) {
    failed++;
    console.log(`${name}: never fired`);
  }
}
console.log(`cut ${cuts}/${shots.length}`);
if (failed === 0 && cuts < shots.length / 2) {
  failed++;
  console.log('the source was cut before fewer than half of the restarts');
}
if (failed === 0) {
  const { seen, wrong } = await stallStore(join(root, 'stall'), Number(values.stall) * 1_000, random);
  console.log(`store stalled ${values.stall} s: ${seen}`);
  for (const line of wrong) console.log(`  ${line}`);
  if (wrong.length === 0) passed++;
  else failed++;
}
console.log(`seed ${values.seed}, ${timelines} timelines, ${Math.round((performance.now() - began) / 1_000)} s`);
if (failed === 0) rmSync(root, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
