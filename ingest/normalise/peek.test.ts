import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Item } from '../../schemas/events/item.ts';
import { DAY_MS } from '../../schemas/instants.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import { decodeItem } from './decode.ts';
import { parseMapping } from './mapping.ts';
import { peekReader } from './peek.ts';

const NOW = Date.UTC(2026, 0, 2);
const json = parseMapping({
  format: 'ndjson',
  platform: 'x',
  fields: { id: 'a.id', text: 'text', time: 'a.at' },
  zone: 'UTC',
});
const epoch = parseMapping({
  format: 'ndjson',
  platform: 'x',
  fields: { id: 'a.id', text: 'text', time: 'a.at' },
  time: 'epoch-s',
});
const fields = { id: 'id', text: 'text', time: 'at' };
const csv: Mapping = { ...parseMapping({ format: 'csv', platform: 'x', fields }), columns: ['text', 'at', 'id'] };

function sameAsDecoded(raw: Buffer, mapping: Mapping): boolean {
  const item: Item = { source: '', mapping: '', origin: '', size: raw.length, raw };
  const outcome = decodeItem(item, mapping, NOW);
  const peeked = peekReader(mapping)(raw, NOW);
  if (outcome.kind === 'ok') expect(peeked).toEqual({ id: outcome.value.id, eventTime: outcome.value.time });
  expect(peeked.id.isWellFormed()).toBe(true);
  return outcome.kind === 'ok';
}

const ids = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.stringMatching(/^[1-9][0-9]{0,20}$/).map((digits) => ({ digits })),
);
const times = fc.oneof(
  fc.integer({ min: 0, max: NOW / 1_000 + 200_000 }),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom('2015-02-24 11:15:59 -0800', '2015-02-24T11:15:59', 'soon', '', null),
);

test('what can be decoded is peeked at exactly, with either kind of time', () => {
  let accepted = 0;
  fc.assert(
    fc.property(
      ids,
      times,
      fc.anything(),
      fc.boolean(),
      fc.constantFrom(json, epoch),
      (id, at, noise, first, mapping) => {
        const inner = { noise, id: typeof id === 'string' ? id : '@@', at };
        const value = first ? { a: inner, text: 'x' } : { text: '"id":"no"', b: { id: 'no', at: 1 }, a: inner };
        const digits = typeof id === 'string' ? '' : id.digits;
        let text = '{}';
        try {
          text = JSON.stringify(value).replace('"@@"', digits);
        } catch {
          // Some of anything cannot be written as JSON.
        }
        if (sameAsDecoded(Buffer.from(text), mapping)) accepted++;
      },
    ),
    { numRuns: 1_000 },
  );
  expect(accepted).toBeGreaterThan(100);
});

test('rows are peeked at exactly', () => {
  let accepted = 0;
  const cell = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('2015-02-24T11:15:59Z', '"', 'a,b'));
  fc.assert(
    fc.property(cell, cell, fc.boolean(), (text, id, quoted) => {
      const cells = [text, '2015-02-24T11:15:59Z', id];
      const row = cells.map((value) => (quoted ? `"${value.replaceAll('"', '""')}"` : value)).join(',');
      if (sameAsDecoded(Buffer.from(row), csv)) accepted++;
    }),
  );
  expect(accepted).toBeGreaterThan(20);
});

test('a time that nobody should believe moves no clock', () => {
  const peek = (at: unknown): number | undefined =>
    peekReader(json)(Buffer.from(JSON.stringify({ a: { id: 1, at } })), NOW).eventTime;
  expect(peek(new Date(NOW + DAY_MS).toISOString())).toBe(NOW + DAY_MS);
  for (const at of [new Date(NOW + DAY_MS + 1).toISOString(), '1970-01-01T00:00:00Z', '2099-01-01', 5, {}, null]) {
    expect(peek(at)).toBeUndefined();
  }
});
