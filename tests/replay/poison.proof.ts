import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDirectory, type OpenDirectory, type TestDirectory } from './directory.ts';
import { LARGER, POISONS, type Poison } from './poisons.ts';
import { recompute, isBeyondHorizon, linesOf, readPost, type Expected, type Post, type Rules } from './recompute.ts';
import { checkRows, counts, notZero } from './rows.ts';
import { inTimeOrder, randomFrom } from './shuffle.ts';
import { recordedStreams, type RecordedStream } from './streams.ts';

const SHARE = 0.01;
const TIMELINE = 'poisoned';

interface Line {
  readonly raw: Buffer;
  /** Before it was spoiled. */
  readonly sound: Buffer;
  readonly poison: Poison | undefined;
  readonly origin: string;
  readonly id: string | undefined;
  /** What it is sorted by: also a dead line's, where it says a time that can be believed. */
  readonly time: number | undefined;
  readonly post: Post | undefined;
}

interface Letter {
  readonly reason: string;
  readonly origin: string;
  readonly size: number;
  readonly text?: string;
}

/** Every poison in turn, at seeded places: 1 % of the lines, never the youngest ones (they say how late it is) nor one of several copies. */
function poisoned(stream: RecordedStream): Line[] {
  const sound = linesOf(stream.bytes).map((raw) => ({ raw, post: readPost(raw, stream.rules) }));
  const last = Math.max(...sound.map(({ post }) => post?.time ?? 0));
  const copies = new Map<string, number>();
  for (const { post } of sound) copies.set(post?.id ?? '', (copies.get(post?.id ?? '') ?? 0) + 1);
  const usable = sound.flatMap(({ post }, i) =>
    post !== undefined && post.time < last - 600_000 && copies.get(post.id) === 1 ? [i] : [],
  );
  const random = randomFrom(7);
  const chosen = new Map<number, Poison>();
  for (let n = 0; n < Math.ceil(sound.length * SHARE);) {
    const place = usable[Math.floor(random() * usable.length)];
    const poison = POISONS[n % POISONS.length];
    if (place === undefined || poison === undefined || chosen.has(place)) continue;
    chosen.set(place, poison);
    n++;
  }
  let offset = 0;
  return sound.map(({ raw: before, post }, i) => {
    const poison = chosen.get(i);
    const raw =
      poison === undefined || post === undefined
        ? before
        : Buffer.from(poison.spoil(before.toString(), stream.rules, post));
    const origin = `poisoned.ndjson:${offset}`;
    offset += raw.length + 1;
    const read = poison === undefined ? post : readPost(raw, stream.rules);
    return { raw, sound: before, poison, origin, post: read, id: post?.id, time: post?.time };
  });
}

describe.each(recordedStreams())('poison in $name', (stream) => {
  let place: TestDirectory;
  let lines: Line[];
  let first: Expected;
  const lenient: Rules = { ...stream.rules, langs: [...stream.rules.langs, 'tlh'], lenient: true };

  beforeAll(async () => {
    lines = poisoned(stream);
    first = recompute(
      inTimeOrder(lines).map(({ post }) => post),
      stream.rules,
    );
    place = testDirectory(stream);
    await inside((open) =>
      open.replay(
        place.write(
          'poisoned.ndjson',
          lines.map(({ raw }) => raw),
        ),
        { timeline: TIMELINE },
      ),
    );
  });
  afterAll(() => place.remove());

  async function inside<T>(work: (open: OpenDirectory) => Promise<T>): Promise<T> {
    const open = await place.open();
    try {
      return await work(open);
    } finally {
      await open.stop();
    }
  }
  const letters = async (): Promise<Letter[]> =>
    (await place.command('topics', 'dlq', '--timeline', TIMELINE))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Letter);
  const dead = (): Line[] => lines.filter(({ post }) => post === undefined);

  /** Rows and counts when these posts came after everything else, read again out of so many letters. */
  async function checkAfter(mended: readonly Post[], letterReads: number): Promise<Expected> {
    const posts = inTimeOrder(lines).map(({ post }) => post);
    const failed = Array.from({ length: letterReads - mended.length }, () => undefined);
    const wanted = recompute(
      [...posts, ...mended, ...failed],
      stream.rules,
      ({ time }, i) => i >= posts.length && isBeyondHorizon(time, first.lastTime),
    );
    await inside(async (open) => {
      await checkRows(open, TIMELINE, stream.rules.platform, wanted, undefined);
      expect(await counts(open, TIMELINE)).toEqual(notZero(wanted.counts));
    });
    return wanted;
  }

  test('is in the dead letters with its reason, every one, and everything else is exact', async () => {
    const found = new Map((await letters()).map((letter) => [letter.origin, letter]));
    const spoiled = lines.filter(({ poison }) => poison !== undefined);
    expect(spoiled.map(({ origin, poison }) => [poison?.what, found.get(origin)?.reason])).toEqual(
      spoiled.map(({ poison }) => [poison?.what, poison?.reason]),
    );
    expect([...found.keys()].toSorted()).toEqual(
      dead()
        .map(({ origin }) => origin)
        .toSorted(),
    );
    for (const { origin, raw } of spoiled) expect(found.get(origin)?.size).toBe(raw.length);
    await checkAfter([], 0);
    console.log(
      `${stream.name}: ${spoiled.length} of ${lines.length} lines spoiled in ${POISONS.length} ways, ${dead().length} dead letters`,
    );
  });

  test('is counted after a fix, or late when it is older than the horizon', async () => {
    const larger = place.write('larger.yaml', [stream.mapping.replace(/lang: \[(.*)\]/, 'lang: [$1, tlh]'), LARGER]);
    const told = await place.command('topics', 'replay-dlq', '--timeline', TIMELINE, '--mapping', larger);
    const byMapping = dead().flatMap(({ raw }) => readPost(raw, lenient) ?? []);
    const before = dead().length;
    const failed = before - byMapping.length;
    expect(byMapping.length).toBeGreaterThan(7);
    expect(told).toContain(`were read again: ${byMapping.length} usable now, ${failed} failed again\n`);
    expect(await letters()).toHaveLength(failed);
    await checkAfter(byMapping, before);

    const left = dead().filter(({ raw, poison }) => poison !== undefined && readPost(raw, lenient) === undefined);
    const mended: Post[] = [...byMapping];
    // In two goes: what the first leaves out must still be there for the second, and nothing is read twice.
    for (const [go, part] of [left.filter((_, i) => i % 2 === 0), left.filter((_, i) => i % 2 === 1)].entries()) {
      // The latest letter of each line: those that the larger mapping did not mend have come back as new ones.
      const latest = new Map((await letters()).map((letter) => [letter.origin, letter]));
      const edits = part.map(({ origin, sound }) => JSON.stringify({ ...latest.get(origin), text: sound.toString() }));
      const replay = [
        'topics',
        'replay-dlq',
        '--timeline',
        TIMELINE,
        '--from',
        place.write(`edited-${go}.ndjson`, edits),
      ];
      expect(await place.command(...replay)).toContain(`${part.length} dead letters of ${TIMELINE} were read again`);
      mended.push(...part.flatMap(({ sound }) => readPost(sound, stream.rules) ?? []));
      await checkAfter(mended, before + mended.length - byMapping.length);
      expect(await place.command(...replay)).toMatch(/^0 dead letters/);
    }
    const wanted = await checkAfter(mended, before + left.length);
    console.log(
      `${stream.name}: ${byMapping.length} mended by a larger mapping, ${left.length} by hand; ${wanted.counts['late']} late`,
    );
  });
});
