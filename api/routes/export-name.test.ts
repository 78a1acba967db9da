import { expect, test } from 'vitest';
import { exportName } from './export-name.ts';

const of = {
  timeline: 'live',
  period: { from: Date.parse('2026-03-29T12:04:00Z'), to: Date.parse('2026-03-30T12:05:00Z') },
};
const PERIOD = '2026-03-29T1204Z-2026-03-30T1205Z';

test.each([
  [{}, `mentions-live-${PERIOD}`],
  [{ watch: ['acme', 'bolt'], class: 'negative' }, `mentions-live-acme-bolt-negative-${PERIOD}`],
  [{ watch: ['a', 'b', 'c', 'd'] }, `mentions-live-4-watches-${PERIOD}`],
  [{ by: 'author' }, `mentions-author-live-${PERIOD}`],
  [{ watch: ['../a"b\r\nc é'] }, `mentions-live-.._a_b_c_-${PERIOD}`],
])('the file of %o says so, in safe characters', (filters, name) => {
  expect(exportName('mentions', filters, of)).toBe(name);
});
