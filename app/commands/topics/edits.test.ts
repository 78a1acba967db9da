import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../../tests/support/command-io.ts';
import { recordedItem } from '../../../tests/support/log-beside.ts';
import { editedLetters, sortEdits } from './edits.ts';
import type { OpenLetter } from './sorted-letters.ts';

const never = new AbortController().signal;

function letterAt(partition: number, offset: number): OpenLetter {
  const letter = { ...recordedItem(`${partition}/${offset}`), reason: 'not-json', detail: '' };
  return { partition, offset, letter, had: 'm', raw: letter.raw };
}

async function* batches(letters: readonly OpenLetter[]): AsyncGenerator<OpenLetter[]> {
  for (let at = 0; at < letters.length; at += 3) yield letters.slice(at, at + 3);
}

/** The texts that a file of edits gives to these letters, by place. */
async function edited(lines: readonly string[], letters: readonly OpenLetter[]) {
  const directory = temporaryDirectory();
  const [file, sorted] = [join(directory, 'letters.ndjson'), join(directory, 'edits.sorted')];
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  const count = await sortEdits(file, 't', ['t', 'other'], sorted, never);
  const found: [string, string][] = [];
  for await (const batch of editedLetters(batches(letters), sorted))
    for (const { letter, raw } of batch)
      found.push([Buffer.from(letter.raw).toString(), Buffer.from(raw).toString('latin1')]);
  return { count, found };
}

test('every letter that the file names gets its last edit, in whatever order the file is; others get none', async () => {
  const places = fc.record({ partition: fc.nat(2), offset: fc.nat(6) });
  const edit = fc.record({
    place: places,
    text: fc.stringMatching(/^[a-z]{0,3}$/),
    timeline: fc.constantFrom('t', 'other'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 20 }), async (edits) => {
      const letters = [0, 1, 2].flatMap((partition) => [1, 2, 4, 6].map((offset) => letterAt(partition, offset)));
      const lines = edits.map(({ place, text, timeline }) => JSON.stringify({ ...place, text, timeline, more: 1 }));
      const own = edits.filter(({ timeline }) => timeline === 't');
      const last = new Map(own.map(({ place, text }) => [`${place.partition}/${place.offset}`, text]));
      const wanted = letters.flatMap(({ letter }): [string, string][] => {
        const key = Buffer.from(letter.raw).toString();
        const text = last.get(key);
        return text === undefined ? [] : [[key, text]];
      });
      expect(await edited(lines, letters)).toEqual({ count: own.length, found: wanted });
    }),
    { numRuns: 40 },
  );
});

test('a text may hold a line separator, and bytes that are no text come as base64', async () => {
  const place = { timeline: 't', partition: 0 };
  const lines = [
    JSON.stringify({ ...place, offset: 0, text: '\u2028' }),
    '',
    JSON.stringify({ ...place, offset: 1, base64: '/wA=' }),
  ];
  const { found } = await edited(lines, [letterAt(0, 0), letterAt(0, 1)]);
  expect(found.map(([, text]) => text)).toEqual([Buffer.from('\u2028').toString('latin1'), '\xff\0']);
});

test.each([
  ['{"timeline": "t"', /letters\.ndjson, byte 3: .*JSON.* It takes the lines that `tideline topics dlq` prints/],
  ['{"timeline": "t", "partition": 0, "offset": 1}', /needs `timeline`, `partition`, `offset` and `text`/],
  ['{"timeline": "t", "partition": -1, "offset": 1, "text": ""}', /needs `timeline`/],
  ['null', /needs `timeline`|null/],
  ['{"timeline": "tt", "partition": 0, "offset": 1, "text": ""}', /No timeline is called tt/],
])('%s is a usage error that says where', async (line, message) => {
  await expect(edited(['  ', line], [])).rejects.toMatchObject({
    code: 'USAGE',
    message: expect.stringMatching(message),
  });
});
