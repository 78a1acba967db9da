import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { readHeader } from '../../connectors/replay/header.ts';
import type { ReplayCursor } from '../../connectors/replay/options.ts';
import { replaySource } from '../../connectors/replay/source.ts';
import { withColumns } from '../../ingest/normalise/csv/header.ts';
import { decodeItem } from '../../ingest/normalise/decode.ts';
import { parseMapping } from '../../ingest/normalise/mapping.ts';
import { peekReader } from '../../ingest/normalise/peek.ts';
import { systemClock } from '../../runtime/time/clock.ts';

const TIME = Date.UTC(2026, 0, 1);
const SEPARATORS = { csv: ',', tsv: '\t' } as const;

/** Replays a file as the program does, and decodes it: `id text` per item, or why it was rejected. */
async function replayed(format: 'csv' | 'tsv', content: string): Promise<string[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'tideline-recorded-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'a');
  writeFileSync(path, content);
  const fields = { id: 'the id', text: 'text', time: 'at' };
  const written = parseMapping({ format, platform: 'x', fields, time: 'epoch-ms' });
  const mapping = withColumns(written, await readHeader(path, written));
  const source = replaySource(
    { id: 'r', path, mapping, order: 'time', speed: 'max', workDirectory: folder, contentKey: 'k', pageItems: 3 },
    { clock: systemClock, peek: peekReader(mapping) },
  );
  const found: string[][] = [];
  let cursor: ReplayCursor | undefined;
  for (let done = false; !done;) {
    const page = await source.read(cursor, new AbortController().signal);
    for (const { id, eventTime, origin, size, raw } of page.items) {
      const outcome = decodeItem({ source: 's', mapping: 'm', origin, size, raw }, mapping, TIME);
      if (outcome.kind === 'ok')
        expect({ id, eventTime }).toEqual({ id: outcome.value.id, eventTime: outcome.value.time });
      if (outcome.kind === 'ok') found.push([outcome.value.id, outcome.value.text]);
      if (outcome.kind === 'reject') found.push([outcome.reason]);
    }
    ({ cursor, done } = page);
  }
  await source.close();
  return found;
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

test('any table that a CSV or TSV writer wrote is read back as it was', async () => {
  const cell = fc.stringMatching(/^[a",\t\n\r é]{0,6}x[a",\t\n\r é]{0,6}$/);
  const table = fc.array(fc.record({ id: cell, text: cell, always: fc.boolean() }), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom('csv', 'tsv'),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      async (rows, format, lineEnd, last) => {
        const separator = SEPARATORS[format];
        const write = (value: string, always: boolean): string =>
          always || /["\n\r]/.test(value) || value.includes(separator) ? quoted(value) : value;
        const lines = rows.map(({ id, text, always }, index) =>
          [write(text, always), String(TIME - 1_000 + index), write(id, always)].join(separator),
        );
        const content = [['text', 'at', 'the id'].join(separator), ...lines].join(lineEnd) + (last ? lineEnd : '');
        expect(await replayed(format, content)).toEqual(rows.map(({ id, text }) => [id, text]));
      },
    ),
    { numRuns: 60 },
  );
});

test('a broken quote is one dead letter among sound rows', async () => {
  const at = TIME - 1_000;
  const rows = [
    `the id,at,text`,
    `1,${at},"one\nline two"`,
    `2,${at},"broken`,
    `3,${at},"three"`,
    `4,${at},fo"ur`,
    `5,${at},"five`,
  ];
  expect(await replayed('csv', rows.join('\n'))).toEqual([
    ['1', 'one\nline two'],
    ['not-csv'],
    ['3', 'three'],
    ['4', 'fo"ur'],
    ['not-csv'],
  ]);
});
