import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordedStreams, type RecordedStream } from '../replay/streams.ts';
import type { Random } from '../support/random.ts';
import type { Order } from './child.ts';
import { PASSAGES } from './plan.ts';
import { POINTS, type Point } from './points.ts';
import { runChild, type Ending } from './run-child.ts';
import { tally } from './tally.ts';
import { failureOf } from './trial.ts';

/** So much faster than it happened: some days take some seconds, so that a kill finds the feed in the middle. */
const SPEED = 200_000;
const TRIES = 4;
const TWINS = { replay: 'undisturbed', letters: 'undisturbed-letters' } as const;

type Command = Pick<Order, 'replay' | 'replayDlq' | 'aim' | 'question'>;

/**
 * One kill at each listed point on each recorded stream: the one that ships with the project, and the real one where it is beside it.
 * The file stays as it is, so the restart is the ordinary one that goes on from the cursor; afterwards all rows and counts of the
 * timeline must be those of a twin in the same directory that nobody disturbed.
 */
export async function killRecorded(root: string, random: Random): Promise<{ passed: number; failed: number }> {
  let passed = 0;
  for (const stream of recordedStreams()) {
    console.log(`\n${stream.name}`);
    const place = recordedPlace(join(root, stream.name), stream);
    const shots = tally(POINTS);
    // Migrations run where nothing is yet.
    for (const point of ['migration-step', ...POINTS.filter((one) => one !== 'migration-step')] as const) {
      let passage = 1 + random.pick(PASSAGES[point]);
      let verdict = { fired: false, rows: 0, wrong: [] as readonly string[] };
      for (let tries = 1; tries <= TRIES && !verdict.fired && verdict.wrong.length === 0; tries++) {
        verdict = await place.kill(point, passage, `${point.replaceAll(':', '-')}-${tries}`);
        // The run had ended before: aimed again, earlier.
        if (!verdict.fired) passage = Math.ceil(passage / 4);
      }
      shots.count(point, verdict.fired);
      if (verdict.wrong.length > 0) {
        console.log(`${point}, passage ${passage}, on ${stream.name}:`);
        for (const line of verdict.wrong) console.log(`  ${line}`);
        return { passed, failed: 1 };
      }
      if (verdict.fired) passed++;
    }
    shots.print();
    const missed = shots.neverFired();
    for (const point of missed) console.log(`${point}: never fired`);
    if (missed.length > 0) return { passed, failed: missed.length };
  }
  return { passed, failed: 0 };
}

/** One directory for a stream: a timeline a kill, and their twins. */
function recordedPlace(root: string, { file, mapping, config }: RecordedStream) {
  mkdirSync(root);
  const written = (name: string, text: string): string => {
    const path = join(root, name);
    writeFileSync(path, text);
    return path;
  };
  const files = {
    config: written('tideline.yaml', config),
    mapping: written('mapping.yaml', mapping),
    // No line has such an id: each becomes a dead letter, and its time is known.
    broken: written('broken.yaml', mapping.replace(/\bid: id\b/, 'id: nothing')),
  };
  const common = { data: join(root, 'data'), config: files.config, quiet: true };
  const run = (command: Command): Promise<Ending> =>
    runChild({ common, acknowledged: join(root, 'acknowledged'), ...command }, {});
  const replay = (timeline: string, name: 'mapping' | 'broken', speed: number | 'max' = 'max'): Command => ({
    replay: { file, mapping: files[name], timeline, speed, order: 'time', again: false },
  });
  const readLetters = (timeline: string): Command => ({ replayDlq: { timeline, mapping: files.mapping } });
  const twins = new Set<string>();

  /** Runs these one after the other; the first that fails ends it. */
  async function inTurn(...commands: readonly Command[]): Promise<{ stdout: string; wrong: string[] }> {
    let ending: Ending | undefined;
    for (const command of commands) {
      ending = await run(command);
      const wrong = ending.killed ? ['killed by somebody else'] : failureOf(ending);
      if (wrong.length > 0) return { stdout: '', wrong };
    }
    return { stdout: ending?.stdout ?? '', wrong: [] };
  }

  async function twin(kind: keyof typeof TWINS): Promise<string[]> {
    const name = TWINS[kind];
    if (twins.has(name)) return [];
    twins.add(name);
    const { wrong } =
      kind === 'replay'
        ? await inTurn(replay(name, 'mapping'))
        : await inTurn(replay(name, 'broken'), readLetters(name));
    return wrong;
  }

  async function kill(point: Point, passage: number, timeline: string) {
    const kind = point.startsWith('dead-letters:') ? 'letters' : 'replay';
    const aim = { point, passage, timeline };
    if (kind === 'letters') {
      const { wrong } = await inTurn(replay(timeline, 'broken'));
      if (wrong.length > 0) return { fired: false, rows: 0, wrong };
    }
    const first = await run({
      ...(kind === 'letters' ? readLetters(timeline) : replay(timeline, 'mapping', SPEED)),
      aim,
    });
    const failure = [...failureOf(first), ...(await twin(kind))];
    if (failure.length > 0 || !first.killed) return { fired: first.killed, rows: 0, wrong: failure };
    const question = questionOf(timeline, TWINS[kind]);
    const again = kind === 'letters' ? readLetters(timeline) : replay(timeline, 'mapping');
    const { stdout, wrong } = await inTurn({ ...again, question });
    if (wrong.length > 0) return { fired: true, rows: 0, wrong };
    const [rows = '0', ...differences] = stdout.split('\n').filter((line) => line !== '');
    const nothing = Number(rows) < 1_000 ? [`there are only ${rows} rows to compare`] : [];
    return {
      fired: true,
      rows: Number(rows),
      wrong: [...nothing, ...differences.map((line) => `${timeline}: ${line}`)],
    };
  }

  return { kill };
}

/** How many rows both timelines have together, then those that do not stand once in each. All columns but the timeline. */
function questionOf(timeline: string, twin: string): string {
  const of = (view: string): string =>
    `SELECT timeline, concat('${view} ', toString(tuple(* EXCEPT timeline))) AS row FROM ${view} WHERE timeline IN ('${timeline}', '${twin}')`;
  return `
WITH rows AS (
  SELECT row, countIf(timeline = '${timeline}') AS found, countIf(timeline = '${twin}') AS wanted
  FROM (${['mentions', 'mention_windows', 'counts'].map(of).join(' UNION ALL ')}) GROUP BY row
)
SELECT line FROM (
  SELECT 0 AS at, toString(sum(found + wanted)) AS line FROM rows
  UNION ALL
  SELECT 1, concat('stands ', toString(found), ' times, ', toString(wanted), ' in the undisturbed one: ', left(row, 300))
  FROM rows WHERE found != 1 OR wanted != 1 LIMIT 10
) ORDER BY at`;
}
