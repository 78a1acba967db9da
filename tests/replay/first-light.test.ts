import { expect, onTestFinished, test } from 'vitest';
import { testDirectory } from './directory.ts';
import { recompute, linesOf, readPost } from './recompute.ts';
import { checkRows, counts, differences, notZero } from './rows.ts';
import { inTimeOrder, shuffledWithin } from './shuffle.ts';
import { firstLight } from './streams.ts';

const WITHIN_MS = 40 * 3_600_000;

// The quick part of what `npm run test:proofs` proves, without the scores of the reference implementation.
test(
  'the shipped stream has the rows of an independent recomputation, in time order and shuffled inside the horizon',
  { timeout: 60_000 },
  async () => {
    const stream = firstLight();
    const lines = linesOf(stream.bytes).map((raw) => {
      const post = readPost(raw, stream.rules);
      return { raw, post, id: post?.id, time: post?.time };
    });
    const wanted = recompute(
      inTimeOrder(lines).map(({ post }) => post),
      stream.rules,
    );
    const place = testDirectory(stream);
    onTestFinished(place.remove);
    const open = await place.open();
    onTestFinished(open.stop);

    await open.replay(stream.file, { timeline: 'once' });
    await checkRows(open, 'once', stream.rules.platform, wanted, undefined);
    expect(await counts(open, 'once')).toEqual(notZero(wanted.counts));

    const shuffled = shuffledWithin(lines, WITHIN_MS, 1).map(({ raw }) => raw);
    await open.replay(place.write('shuffled.ndjson', shuffled), { timeline: 'shuffled', order: 'file', partitions: 3 });
    expect(await differences(open, 'once', 'shuffled')).toBe(0);
  },
);
