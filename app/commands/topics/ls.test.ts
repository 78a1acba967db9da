import { describe, expect, test } from 'vitest';
import { intake } from '../../../schemas/streams.ts';
import { linesOf, logBeside, recordedItem } from '../../../tests/support/log-beside.ts';
import { topicsLs } from './ls.ts';

const common = { data: 'data', config: undefined, quiet: false };

describe('topics ls', () => {
  test('shows each partition with its bounds and the lag of every reader, beside an open writer', async () => {
    const { io, out, log } = await logBeside();
    await log.append(intake, 0, [recordedItem('a'), recordedItem('b')]);
    await log.append(intake, 1, [recordedItem('c')]);
    await log.read('normalise/0', intake, 0, 1);
    expect(await topicsLs({ ...common, json: true }, io)).toBe(0);
    expect(linesOf(out())).toEqual([
      {
        timeline: 'first',
        stream: 'intake',
        partition: 0,
        first: 0,
        next: 2,
        bytes: expect.any(Number),
        readers: [{ task: 'normalise/0', records: 1 }],
      },
      { timeline: 'first', stream: 'intake', partition: 1, first: 0, next: 1, bytes: expect.any(Number), readers: [] },
    ]);
  });

  test('is a table for people, numbers to the right', async () => {
    const { io, out, log } = await logBeside();
    await log.append(intake, 0, [recordedItem('a')]);
    await topicsLs({ ...common, json: false }, io);
    expect(out()).toMatch(
      /^timeline  stream  partition  first  next  bytes  lag\nfirst     intake          0      0     1 +\d+  -\n$/,
    );
  });
});
