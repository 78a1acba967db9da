import { describe, expect, test } from 'vitest';
import { acceptName } from '../../runtime/task/names.ts';
import { previousOf } from '../../runtime/task/task.ts';
import type { Name } from '../../schemas/envelope.ts';
import type { Count } from '../../schemas/results/count.ts';
import type { MentionScore } from '../../schemas/results/mention-score.ts';
import type { MentionWindow } from '../../schemas/results/mention-window.ts';
import type { Stream } from '../../schemas/streams.ts';
import { counts, deadLetters, mentionScores, mentionWindows } from '../../schemas/streams.ts';
import { hostileIntake, type Intake } from '../support/hostile-intake.ts';
import { hostileRun } from '../support/hostile-run.ts';
import { finalRows, naiveWindows } from '../support/naive-windows.ts';
import { seeded } from '../support/random.ts';
import { ODD } from '../support/tiny-world.ts';

const SEEDS = Number(process.env['LAW_SEEDS'] ?? 300);
const FIRST = Number(process.env['LAW_FIRST'] ?? 1);

type World = Awaited<ReturnType<typeof hostileRun>>['world'];

/** A sink: reads every partition by law 3. */
function collect<T>(world: World, stream: Stream<T>): T[] {
  return [0, 1].flatMap((partition) => {
    const seen = new Map<string, Name>();
    const key = `${stream.name}/${partition}`;
    return world.chunks(key).flatMap(({ chunk }) =>
      chunk.records.flatMap((record, i) => {
        const fresh =
          record.name !== undefined && acceptName(seen, chunk.producer, record.name, previousOf(chunk, i), key);
        return fresh && record.kind === 'data' ? [record.value as T] : [];
      }),
    );
  });
}

const idOf = ({ watch, platform, id }: { watch: string; platform: string; id: string }): string =>
  `${watch} ${platform} ${id}`;

/** Of an item that came through both versions either weight is right: the first copy in its partition wins. */
function checkWindows(rows: readonly MentionWindow[], { copies }: Intake): void {
  const weighed = (choose: (...weights: number[]) => number): MentionWindow[] => {
    const byId = Map.groupBy(copies, ({ sighted }) => idOf(sighted));
    return naiveWindows(
      [...byId.values()].flatMap((same) => {
        const factor = choose(...same.map(({ version }) => (version === 2 ? 10 : 1)));
        return same.slice(0, 1).map(({ sighted }) => ({ ...sighted, reach: sighted.reach * factor }));
      }),
    );
  };
  const [least, most] = [weighed(Math.min), weighed(Math.max)];
  const unweighed = (all: readonly MentionWindow[]): MentionWindow[] => all.map((row) => ({ ...row, reach: 0 }));
  expect(unweighed(finalRows(rows))).toEqual(unweighed(least));
  finalRows(rows).forEach(({ reach }, i) => {
    expect(reach).toBeGreaterThanOrEqual(least[i]?.reach ?? 0);
    expect(reach).toBeLessThanOrEqual(most[i]?.reach ?? 0);
  });
}

function checkCounts(rows: readonly Count[], { copies, lines, dead }: Intake, buildsDisagree: boolean): void {
  const last = new Map(rows.map((row) => [`${row.pipeline} ${row.partition} ${row.counter}`, row]));
  const total = (pipeline: string, counter: string): number =>
    [...last.values()]
      .filter((row) => row.pipeline === pipeline && row.counter === counter)
      .reduce((sum, { value }) => sum + value, 0);
  const unique = new Set(copies.map(({ sighted }) => idOf(sighted))).size;
  expect([total('normalise', 'lines'), total('normalise', 'dead')]).toEqual([lines, dead]);
  if (buildsDisagree) return;
  expect(['mentions', 'counted', 'repeated', 'late'].map((counter) => total('mentions', counter))).toEqual([
    copies.length,
    unique,
    copies.length - unique,
    0,
  ]);
}

function checkScores(rows: readonly MentionScore[], { copies }: Intake): void {
  const wanted = new Map(copies.map(({ sighted }) => [idOf(sighted), sighted.class]));
  expect(rows).toHaveLength(wanted.size);
  for (const row of rows) expect(row.class).toBe(wanted.get(idOf(row)));
}

describe('on a log that does everything its contract allows', () => {
  test(`the rows equal a naive computation from intake, for ${SEEDS} seeds`, { timeout: 3_600_000 }, async () => {
    const seen = { crashes: 0, doubles: 0, lateLandings: 0, trimmed: 0 };
    for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
      try {
        const random = seeded(seed);
        const intake = hostileIntake(random);
        const buildsDisagree = random.chance(0.3);
        const { world, faults } = await hostileRun(random, intake, { buildsDisagree });
        const sure = ({ watch }: { readonly watch: string }): boolean => !buildsDisagree || watch !== ODD;
        const promised = { ...intake, copies: intake.copies.filter(({ sighted }) => sure(sighted)) };
        checkWindows(collect(world, mentionWindows).filter(sure), promised);
        checkScores(collect(world, mentionScores).filter(sure), promised);
        checkCounts(collect(world, counts), promised, buildsDisagree);
        expect(collect(world, deadLetters)).toHaveLength(intake.dead);
        for (const kind of ['crashes', 'doubles', 'lateLandings', 'trimmed'] as const) seen[kind] += faults[kind];
      } catch (error) {
        throw new Error(`seed ${seed} (run it alone: LAW_FIRST=${seed} LAW_SEEDS=1)`, { cause: error });
      }
    }
    if (SEEDS >= 100)
      for (const kind of Object.keys(seen) as (keyof typeof seen)[]) expect([kind, seen[kind]]).not.toEqual([kind, 0]);
    if (SEEDS >= 100) console.log(`${SEEDS} seeds: ${JSON.stringify(seen)}`);
  });
});
