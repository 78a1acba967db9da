import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deadLetters } from '../../../schemas/streams.ts';
import { logBeside, recordedItem } from '../../../tests/support/log-beside.ts';
import { checkLog } from '../../checks/log.ts';
import { dataDirectory } from '../../directory.ts';
import { openLog } from '../../open-log.ts';
import { lettersOf } from './letters.ts';

const letter = (text: string, origin: string, changes: { source?: string; mapping?: string } = {}) => ({
  ...recordedItem(text, origin),
  reason: 'not-json',
  detail: '',
  ...changes,
});

/** `text/mapping → who read it again`, of all letters of a log. */
async function standing(fill: (log: Awaited<ReturnType<typeof logBeside>>['log']) => Promise<void>) {
  const { io, log } = await logBeside();
  await fill(log);
  const opened = openLog({ data: 'data' }, io);
  const found = [...lettersOf(opened, 'first')()].map(({ letter: { raw, mapping }, had, reading }) => ({
    letter: `${Buffer.from(raw).toString()}/${mapping}`,
    had,
    reading,
  }));
  opened.close();
  const dead = checkLog(dataDirectory(join(io.cwd, 'data')), 1e9, '').find(({ name }) => name === 'dead letters');
  return { found, dead: dead?.detail };
}

test('a line that is dead at every reading is one open letter, the newest, in whichever partition; doctor counts one', async () => {
  const { found, dead } = await standing(async (log) => {
    await log.append(deadLetters, 1, [letter('cut', 'a:0', { mapping: 'new' })], 9_000);
    await log.append(deadLetters, 0, [letter('cut', 'a:0'), letter('other', 'a:4')], 1_000);
    await log.append(deadLetters, 0, [letter('cut', 'a:0')], 5_000);
  });
  const again = { at: 9_000, mapping: 'new' };
  expect(found).toEqual([
    { letter: 'cut/m', had: 'new', reading: again },
    { letter: 'other/m', had: 'm', reading: undefined },
    { letter: 'cut/m', had: 'new', reading: again },
    { letter: 'cut/new', had: 'new', reading: undefined },
  ]);
  expect(dead).toBe('2');
});

test('another line at the same place of a file of the same name is another letter', async () => {
  const { found, dead } = await standing((log) => log.append(deadLetters, 0, [letter('a', 'a:0'), letter('b', 'a:0')]));
  expect(found.map(({ reading }) => reading)).toEqual([undefined, undefined]);
  expect(dead).toBe('2');
});

test('a rereading that failed does not change the mapping that a letter had; a source does', async () => {
  const reread = { source: 'dlq:first', mapping: 'wrong' };
  const { found } = await standing((log) =>
    log.append(deadLetters, 0, [letter('cut', 'a:0'), letter('cut', 'a:0', reread), letter('cut', 'a:0', reread)]),
  );
  expect(found.map(({ had }) => had)).toEqual(['m', 'm', 'm']);
  expect(found.map(({ reading }) => reading === undefined)).toEqual([false, false, true]);
  const later = await standing((log) =>
    log.append(deadLetters, 0, [
      letter('cut', 'a:0'),
      letter('cut', 'a:0', reread),
      letter('cut', 'a:0', { mapping: 'n' }),
    ]),
  );
  expect(later.found.at(-1)).toEqual({ letter: 'cut/n', had: 'n', reading: undefined });
});

test('rows that the store refused are counted apart', async () => {
  const refused = letter('{}', 'mention-windows:0:7', { source: 'sink:clickhouse', mapping: '' });
  const { dead } = await standing((log) => log.append(deadLetters, 0, [letter('cut', 'a:0'), refused]));
  expect(dead).toBe('1 open, 1 rows refused by the store');
});
