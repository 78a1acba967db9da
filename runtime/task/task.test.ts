import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drive, PLACE } from '../../tests/support/drive.ts';
import { applyChanges, noRows, stateView } from '../../tests/support/memory-state.ts';
import { barrier, chunkOf, data, tick } from '../../tests/support/records.ts';
import { countWords, lines, wordPipeline, words } from '../../tests/support/word-pipeline.ts';
import { encode } from '../../schemas/bytes.ts';
import { decodeChunk, NO_NAME, type LogRecord } from '../../schemas/envelope.ts';
import { MINUTE_MS } from '../../schemas/instants.ts';
import type { Checkpoint, Unit } from '../log/log.ts';
import type { Fold, Pipeline } from './fold.ts';
import { emptyMeta, taskMeta } from './meta.ts';
import { createTask, DEFAULT_TASK_OPTIONS, producersOf, taskName } from './task.ts';

const word = fc.constantFrom('b', 'a', 'c', '\u{1f600}', '\uff01');
const step = fc.oneof(
  { weight: 3, arbitrary: word.map((value) => (now: number) => data(value, now)) },
  { weight: 1, arbitrary: fc.boolean().map((live) => (now: number) => tick(now, { live })) },
);
/** Words and ticks at times that never go back, and a last tick that fires everything. */
const input = fc.array(fc.tuple(fc.nat({ max: 4 }), step), { maxLength: 40 }).map((steps) => {
  let now = 0;
  const records = steps.map(([after, make]): LogRecord<string> => make((now += after)));
  return [...records, tick(now + 1000)];
});
const positions = fc.array(fc.nat({ max: 41 }), { maxLength: 12 }).map((list) => new Set(list));

describe('a task', () => {
  test('gives the same records, byte for byte, whatever the commits, crashes and caches', () => {
    fc.assert(
      fc.property(
        input,
        positions,
        positions,
        fc.nat({ max: 3 }),
        fc.integer({ min: 1, max: 4 }),
        (records, commitAfter, crashAfter, cacheEntries, timersPerCommit) => {
          const whole = drive(wordPipeline(), records);
          const cut = drive(wordPipeline(), records, { commitAfter, crashAfter, cacheEntries, timersPerCommit });
          expect(cut.outputs).toEqual(whole.outputs);
          expect(cut.rows).toEqual(whole.rows);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('fires timers in the order (due, key), those in memory and those stored alike', () => {
    const records = [data('\u{1f600}', 1), data('c', 0), data('b', 1), data('\uff01', 1), data('a', 1), tick(100)];
    for (const commitAfter of [[], [0], [1, 2], [0, 1, 2, 3, 4]]) {
      const run = drive(wordPipeline(), records, { commitAfter: new Set(commitAfter), cacheEntries: 0 });
      expect(run.values(lines)).toEqual(['c 1 at 10', 'a 1 at 11', 'b 1 at 11', '\uff01 1 at 11', '\u{1f600} 1 at 11']);
    }
  });

  test('fires no more timers in one commit than it should, and goes on in the same tick after a crash', () => {
    const last = { ...tick(30, { live: true }), name: { at: 9, index: 0 } };
    const records = [data('a', 0), data('b', 0), data('c', 0), last];
    const task = (checkpoint: Checkpoint) =>
      createTask(wordPipeline(), PLACE, checkpoint, [''], { ...DEFAULT_TASK_OPTIONS, timersPerCommit: 2 });
    const rows = noRows();
    let one = task(fresh());
    const say = (at: number): boolean => one.process(at, chunkOf<string>([]), records[at] ?? tick(0), NO_NAME);
    expect([0, 1, 2, 3].map(say)).toEqual([true, true, true, false]);
    const half = one.take();
    expect([half.next, namesIn(half)]).toEqual([3, ['3.0', '3.1']]);
    applyChanges(rows, half);
    one = task({ next: half.next, meta: half.meta, state: stateView(rows), exclusive: false });
    expect(say(3)).toBe(true);
    const rest = one.take();
    expect([rest.next, namesIn(rest)]).toEqual([4, ['3.2', '3.3']]);
  });

  test('fires a timer when the watermark reaches its instant, not before', () => {
    expect(drive(wordPipeline(), [data('a', 0), tick(9)]).values(lines)).toEqual([]);
    expect(drive(wordPipeline(), [data('a', 0), tick(10)]).values(lines)).toEqual(['a 1 at 10']);
  });

  test('reports once at the next live tick, in the order of keys, and not at others', () => {
    const records = [data('b', 0), data('a', 0), tick(1), tick(2, { live: true }), tick(3, { live: true })];
    for (const commitAfter of [[], [0], [1], [2], [0, 1, 2]]) {
      const run = drive(wordPipeline(), records, {
        commitAfter: new Set(commitAfter),
        crashAfter: new Set([2]),
        cacheEntries: 0,
      });
      expect(run.values(lines)).toEqual(['a 1 so far', 'b 1 so far']);
    }
  });

  test('reports at a live tick of a time it knows already: events of whole seconds have none of their own', () => {
    const run = drive(wordPipeline(), [data('a', 5), tick(5), tick(5, { live: true })]);
    expect(run.values(lines)).toEqual(['a 1 so far']);
  });

  test('reports where a recorded file ends, even when time stands', () => {
    expect(drive(wordPipeline(), [data('a', 0), tick(5), tick(5, { final: true })]).values(lines)).toEqual([
      'a 1 so far',
    ]);
  });

  test('passes its time on, its lateness behind, and only when it has moved', () => {
    const times = [MINUTE_MS, MINUTE_MS, MINUTE_MS - 1].map((time) => tick(time));
    const ticks = drive(wordPipeline(), [tick(3, { live: true }), ...times]).records(lines);
    expect(ticks.map((record) => record.kind === 'tick' && record.value)).toEqual([
      { time: 0, live: true, final: false },
      { time: MINUTE_MS - 5, live: false, final: false },
    ]);
  });

  test('passes time on by the minute in history, but always at a live or final tick', () => {
    const history = [1, MINUTE_MS - 1, MINUTE_MS + 7, 2 * MINUTE_MS - 1, 2 * MINUTE_MS].map((time) => tick(time));
    const now = [tick(2 * MINUTE_MS + 9, { live: true }), tick(2 * MINUTE_MS + 9, { final: true })];
    for (const commitAfter of [[], [0, 1], [2, 3, 4]]) {
      const run = drive(wordPipeline(), [...history, ...now], { commitAfter: new Set(commitAfter) });
      const times = run.records(lines).map((record) => record.kind === 'tick' && record.value.time + 5);
      expect(times).toEqual([MINUTE_MS + 7, 2 * MINUTE_MS, 2 * MINUTE_MS + 9, 2 * MINUTE_MS + 9]);
    }
  });

  describe('lateness', () => {
    const stamps = { ...words, name: 'stamps', timeOf: Number };
    const seen = { ...lines, name: 'seen', timeOf: (line: string) => Number.parseInt(line, 10) };
    const judge: Fold<string, number, string> = {
      ...countWords,
      keyOf: () => '',
      onEvent(state, stamp, { emit, late }) {
        emit(`${stamp} ${late ? 'late' : 'in time'}`);
        return state;
      },
    };
    const stampPipeline: Pipeline<string> = {
      name: 'stamp',
      version: 1,
      input: stamps,
      targets: [{ stream: seen, edge: 'narrow' }],
      wire: ({ fold, emit }) => fold(judge, (line) => emit(seen, line)),
    };
    // The time of `seen` is 5 behind that of its feeder, and so is what it calls late.
    const CLOCK = 200;
    const stamped = (stamp: number, late?: boolean) => ({ ...data(String(stamp), stamp), late });

    test('of what a task appends is decided by its own clock, less the lateness of the stream, to the last millisecond', () => {
      const records = drive(stampPipeline, [tick(CLOCK), stamped(94), stamped(95)]).records(seen);
      expect(records.filter(({ kind }) => kind === 'data').map(({ late }) => late)).toEqual([true, false]);
    });

    test('of what a task reads is what the record says; its own clock decides only where that says nothing', () => {
      const records = [tick(CLOCK), stamped(99), stamped(100), stamped(50, false), stamped(199, true)];
      const run = drive(stampPipeline, records);
      expect(run.values(seen)).toEqual(['99 late', '100 in time', '50 in time', '199 late']);
    });
  });

  test('names what it appends by input position and index, each after the one before', () => {
    const records = drive(wordPipeline(), [data('a', 0), data('b', 0), tick(MINUTE_MS)]).records(lines);
    expect(records.map(({ name }) => name)).toEqual([
      { at: 2, index: 0 },
      { at: 2, index: 1 },
      { at: 2, index: 2 },
    ]);
  });

  test('moves time only as far as its slowest producer, and not before all have spoken', () => {
    const producers = producersOf({ ...PLACE, partitions: 2 }, 'upstream');
    const task = createTask(wordPipeline(), PLACE, fresh(), producers);
    const say = (at: number, producer: number, time: number, previous = NO_NAME): void => {
      const record = { ...tick(time), name: { at, index: 0 } };
      task.process(at, { ...chunkOf<string>([]), producer: producers[producer] ?? '' }, record, previous);
    };
    say(0, 0, 50);
    expect(task.watermark).toBe(0);
    say(1, 1, 20);
    expect(task.watermark).toBe(20);
    say(2, 1, 70, { at: 1, index: 0 });
    expect(task.watermark).toBe(50);
  });

  test('keeps broadcast values and positions in its checkpoint', () => {
    const run = drive(wordPipeline(), [data('a', 0), tick(4)]);
    expect(run.watermark).toBe(4);
    expect([...run.rows.keyed.keys()]).toEqual(['count\0a']);
  });
});

describe('a barrier', () => {
  const records = [data('a', 0), barrier('count-words', 2), data('a', 0)];

  test('for this pipeline and a newer version closes the task at its record', () => {
    expect(drive(wordPipeline(), records.slice(0, 2)).closed).toBe(true);
  });

  test('for another pipeline or this version is passed', () => {
    expect(drive(wordPipeline(), [barrier('other', 2)]).closed).toBe(false);
    expect(drive(wordPipeline(2), [barrier('count-words', 2)]).closed).toBe(false);
  });

  test('lets the newer version start from the closed state, and nothing else does', () => {
    const place = { ...PLACE, partition: 0 };
    const start = (
      meta: { version: number; closedFor: number },
      version: number,
      exclusive = false,
    ): (() => unknown) => {
      const bytes = encode(taskMeta, { ...emptyMeta(meta.version), closedFor: meta.closedFor });
      const checkpoint = { next: 2, meta: bytes, state: stateView(noRows()), exclusive };
      return () => createTask(wordPipeline(version), place, checkpoint, [''], DEFAULT_TASK_OPTIONS).next;
    };
    expect(start({ version: 1, closedFor: 2 }, 2)()).toBe(2);
    expect(start({ version: 1, closedFor: 0 }, 2, true)()).toBe(2);
    expect(start({ version: 1, closedFor: 0 }, 2)).toThrow('no barrier closed it');
    expect(start({ version: 1, closedFor: 2 }, 3)).toThrow('no barrier closed it');
    expect(start({ version: 2, closedFor: 2 }, 1, true)).toThrow('newer version');
  });
});

test('a task is named by everything that makes it another one', () => {
  expect(taskName('mentions', { ...PLACE, partition: 3 })).toBe('main/test/mentions/1/3');
  expect(producersOf(PLACE, undefined)).toEqual(['']);
});

function namesIn({ outputs }: Unit): string[] {
  return outputs.flatMap(({ to, chunk }) =>
    decodeChunk(to.stream.codec, chunk.bytes).records.map(({ name }) => `${name?.at}.${name?.index}`),
  );
}

function fresh() {
  return { next: 0, meta: new Uint8Array(0), state: stateView(noRows()), exclusive: false };
}
