import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDirectory, type OpenDirectory, type TestDirectory } from './directory.ts';
import { recompute, isBeyondHorizon, linesOf, readPost, type Expected, type Post } from './recompute.ts';
import { referenceScores, type Score } from './reference.ts';
import { checkRows, counts, differences, notZero } from './rows.ts';
import { cutInto, inTimeOrder, shuffledWithin } from './shuffle.ts';
import { recordedStreams } from './streams.ts';

const HOUR_MS = 3_600_000;
/** Inside the horizon of 48 h with room for the lateness. */
const WITHIN_MS = 40 * HOUR_MS;

/** The clock before each line: the largest time up to it, in whole seconds. */
function readingTimes(times: readonly number[]): number[] {
  let last = 0;
  return times.map((time) => Math.floor((last = Math.max(last, time)) / 1_000) * 1_000);
}

interface Line {
  readonly raw: Buffer;
  readonly post: Post | undefined;
  readonly id: string | undefined;
  readonly time: number | undefined;
}

describe.each(recordedStreams())('$name', (stream) => {
  let place: TestDirectory;
  let open: OpenDirectory;
  let lines: Line[];
  let wanted: Expected;
  let scores: ReadonlyMap<string, Score>;

  beforeAll(async () => {
    lines = linesOf(stream.bytes).map((raw) => {
      const post = readPost(raw, stream.rules);
      return { raw, post, id: post?.id, time: post?.time };
    });
    wanted = recompute(
      inTimeOrder(lines).map(({ post }) => post),
      stream.rules,
    );
    const texts = [...new Set(wanted.mentions.map(({ text }) => text))];
    const list = referenceScores(texts);
    scores = new Map(
      texts.flatMap((text, i) => {
        const score = list[i];
        return score === undefined ? [] : [[text, score] as const];
      }),
    );
    place = testDirectory(stream);
    open = await place.open();
    await open.replay(stream.file, { timeline: 'once' });
  });
  afterAll(async () => {
    await open.stop();
    place.remove();
  });

  const check = (timeline: string): Promise<number> => checkRows(open, timeline, stream.rules.platform, wanted, scores);

  test('has the rows of an independent recomputation, with the classes of the reference implementation', async () => {
    const compared = await check('once');
    expect(await counts(open, 'once')).toEqual(notZero(wanted.counts));
    console.log(`${stream.name}: ${compared} rows are as recomputed; ${JSON.stringify(wanted.counts)}`);
  });

  test('the comparison can fail: one text more, one class less', async () => {
    const [first, ...others] = wanted.mentions;
    if (first === undefined) throw new Error('nothing was expected');
    const changed = { ...wanted, mentions: [{ ...first, text: `${first.text}!` }, ...others] };
    await expect(checkRows(open, 'once', stream.rules.platform, changed, undefined)).rejects.toThrow('deeply equal');
    const wrong = new Map([...scores, [first.text, { positive: 0, neutral: 0, negative: 1, compound: -0.99 }]]);
    await expect(checkRows(open, 'once', stream.rules.platform, wanted, wrong)).rejects.toThrow('deeply equal');
  });

  test('has the same rows after a second replay', async () => {
    await open.replay(stream.file, { timeline: 'twice' });
    const printed = await open.replay(stream.file, { timeline: 'twice' });
    expect(await differences(open, 'once', 'twice')).toBe(0);
    const { lines: read, counted, mentions, repeated, late } = await counts(open, 'twice');
    expect([read, counted, mentions]).toEqual([
      2 * lines.length,
      wanted.counts['counted'],
      2 * (wanted.counts['mentions'] ?? 0),
    ]);
    expect((counted ?? 0) + (repeated ?? 0) + (late ?? 0)).toBe(mentions);
    expect(printed).toContain('all readings together');
  });

  test.each([1, 4, 7])('has the same rows with %i partitions', async (partitions) => {
    await open.replay(stream.file, { timeline: `in-${partitions}`, partitions });
    expect(await differences(open, 'once', `in-${partitions}`)).toBe(0);
  });

  test.each([1, 2, 3, 4])(
    'has the same rows in the order of the file, shuffled inside the horizon (seed %i)',
    async (seed) => {
      const file = place.write(
        `shuffled-${seed}.ndjson`,
        shuffledWithin(lines, WITHIN_MS, seed).map(({ raw }) => raw),
      );
      await open.replay(file, { timeline: `shuffled-${seed}`, order: 'file', partitions: [4, 1, 7, 3][seed - 1] ?? 4 });
      expect(await differences(open, 'once', `shuffled-${seed}`)).toBe(0);
      expect(await counts(open, `shuffled-${seed}`)).toEqual(notZero(wanted.counts));
    },
  );

  test.each([2, 3, 4, 5])('has the same rows when it comes in %i pieces, one after the other', async (pieces) => {
    for (const [i, piece] of cutInto(inTimeOrder(lines), pieces, pieces).entries()) {
      await open.replay(
        place.write(
          `piece-${i}-of-${pieces}.ndjson`,
          piece.map(({ raw }) => raw),
        ),
        { timeline: `in-pieces-${pieces}` },
      );
    }
    expect(await differences(open, 'once', `in-pieces-${pieces}`)).toBe(0);
    expect(await counts(open, `in-pieces-${pieces}`)).toEqual(notZero(wanted.counts));
  });

  test('as the file is: what is late is counted as late, and nothing is lost', async () => {
    const printed = await open.replay(stream.file, { timeline: 'as-it-is', order: 'file' });
    const found = await counts(open, 'as-it-is');
    const { mentions = 0, repeated = 0, counted = 0, late = 0 } = found;
    expect(counted + late + repeated).toBe(mentions);
    expect(mentions).toBe(wanted.counts['mentions']);
    expect(counted + late).toBe(wanted.mentions.length);
    const comma = (n: number): string => n.toLocaleString('en-US');
    expect(printed).toContain(
      `mentions ${comma(mentions)} = ${comma(repeated)} repeated + ${comma(counted)} counted + ${comma(late)} late`,
    );
    const sql = `SELECT count() AS rows, sum(late) AS late FROM mentions WHERE timeline = 'as-it-is'`;
    expect(await open.rows(sql)).toEqual([{ rows: String(counted + late), late: String(late) }]);
    const windows = `SELECT width, sum(mentions) AS mentions FROM mention_windows WHERE timeline = 'as-it-is' GROUP BY width ORDER BY width`;
    expect(await open.rows(windows)).toEqual(['1h', '1m'].map((width) => ({ width, mentions: String(counted) })));
    console.log(`${stream.name} as the file is: ${counted} counted + ${late} late = ${counted + late}`);
  });

  test('as the file is, in one partition: exactly those are late that come more than 48 h behind', async () => {
    const times = lines.map(({ time }) => time ?? 0);
    const read = readingTimes(times);
    const exact = recompute(
      lines.map(({ post }) => post),
      stream.rules,
      (post, i) => isBeyondHorizon(post.time, read[i] ?? 0),
    );
    await open.replay(stream.file, { timeline: 'one-by-one', order: 'file', partitions: 1 });
    await checkRows(open, 'one-by-one', stream.rules.platform, exact, scores);
    expect(await counts(open, 'one-by-one')).toEqual(notZero(exact.counts));
    // Several partitions share a clock, the slowest one's: never fewer are in time.
    const more = `SELECT count() AS n FROM mentions WHERE timeline = 'as-it-is' AND late = 1 AND (watch, id) NOT IN
      (SELECT watch, id FROM mentions WHERE timeline = 'one-by-one' AND late = 1)`;
    expect(await open.rows(more)).toEqual([{ n: '0' }]);
    console.log(`${stream.name} as the file is, in one partition: ${exact.counts['late']} late`);
  });
});
