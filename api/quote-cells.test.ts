import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoteFormulaCells } from './quote-cells.ts';

const through = (chunks: Buffer[]) => text(Readable.from(chunks).pipe(quoteFormulaCells()));

test.each([
  ['"=1",-2,"a=b"\n', '"\'=1",-2,"a=b"\n'],
  ['"","@x","""=y","a""=b"\n', '"","\'@x","""=y","a""=b"\n'],
  ['"line\n=z"\n', '"line\n=z"\n'],
])('%j becomes %j', async (csv, quoted) => {
  expect(await through([Buffer.from(csv)])).toBe(quoted);
});

test('where the chunks end does not matter, and nothing else changes', async () => {
  const cell = fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '"', ',', '\n', '\t', 'a', 'é') });
  await fc.assert(
    fc.asyncProperty(fc.array(cell), fc.array(fc.nat(200)), async (cells, cuts) => {
      const line = (change: (cell: string) => string) =>
        cells.map((c) => `"${change(c).replaceAll('"', '""')}"`).join();
      const bytes = Buffer.from(line((c) => c));
      const ends = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).toSorted((a, b) => a - b), bytes.length];
      const chunks = ends.slice(1).map((end, i) => bytes.subarray(ends[i], end));
      expect(await through(chunks.filter(({ length }) => length > 0))).toBe(
        line((c) => (/^[=+\-@\t\r]/.test(c) ? `'${c}` : c)),
      );
    }),
  );
});
