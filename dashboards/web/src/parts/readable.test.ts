import { expect, test } from 'vitest';
import { formatsOf } from '../charts/format.ts';
import { csvOf } from './csv.ts';
import { readable } from './readable.ts';
import type { TableModel } from './table-model.ts';

const TABLE: TableModel = {
  caption: 'Negative share',
  columns: [
    { name: 'From', isTime: true },
    { name: 'share', numeric: true, textOf: (share) => `${share * 100}%` },
    { name: 'mentions', numeric: true },
    { name: 'text' },
  ],
  rows: [{ key: 'a', cells: ['2026-01-31T12:00:00.000Z', 0.25, 1457, '2026-01-31T12:00:00.000Z'] }],
};

test('people read numbers with their signs and times in the zone of the page', () => {
  const [row] = readable(TABLE, formatsOf({ locale: 'en', timeZone: 'Asia/Tokyo' })).rows;
  expect(row?.cells).toEqual(['Sat, Jan 31, 21:00', '25%', '1,457', '2026-01-31T12:00:00.000Z']);
});

test('a spreadsheet gets the values as they are, and times as UTC', () => {
  expect(csvOf(TABLE).split('\r\n')[1]).toBe('2026-01-31T12:00:00.000Z,0.25,1457,2026-01-31T12:00:00.000Z');
});
