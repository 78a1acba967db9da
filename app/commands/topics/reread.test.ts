import { expect, test } from 'vitest';
import { deadLetters } from '../../../schemas/streams.ts';
import { logBeside, recordedItem } from '../../../tests/support/log-beside.ts';
import { openLog } from '../../open-log.ts';
import type { Rereading } from './hand-over.ts';
import { reread } from './reread.ts';

test('rows that the store refused, and letters whose mapping nobody knows, are named and left', async () => {
  const { io, err, log } = await logBeside();
  const row = (at: number) => ({
    ...recordedItem('{}', `mention-windows:0:${at}`),
    mapping: '',
    reason: 'store-refused',
  });
  const letter = { ...recordedItem('cut', 'a.jsonl:0'), reason: 'not-json' };
  const letters = [row(1), row(2), letter, row(3), row(4)].map((one) => ({ ...one, detail: '' }));
  await log.append(deadLetters, 0, letters);
  const rereading: Rereading = {
    running: {
      room: { engine: log.engine, drained: () => Promise.resolve(), room: () => Promise.resolve() },
      workDirectory: io.cwd,
    },
    timeline: { workspace: 'main', name: 'first', partitions: 2 },
    quiet: true,
    io,
    signal: io.signal,
  };
  const opened = openLog({ data: 'data' }, io);
  const { lines, left } = await reread(rereading, opened, { wished: undefined, edits: undefined });
  opened.close();
  expect(lines).toBe(0);
  expect(left).toEqual([expect.stringMatching(/^1 dead letters of first .* the mapping m .* no longer known/)]);
  expect(err()).toBe(
    '4 dead letters of first stay open: they are rows that the store refused ' +
      '(mention-windows:0:1, mention-windows:0:2, mention-windows:0:3, …), and no mapping reads these.\n',
  );
});
