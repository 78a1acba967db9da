import { expect, test } from 'vitest';
import { weeksBack } from './weeks-back.ts';

const NOW = Date.parse('2026-01-31T12:00:00Z');

test.each([
  [{ range: '1h' }, 1],
  [{ range: undefined }, 1],
  [{ range: '7d' }, 1],
  [{ range: '8d' }, 2],
  [{ range: '28d' }, 4],
  [{ from: '2026-01-01T12:00:00Z' }, 5],
  [{ from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }, 1],
])('%j is compared with %d weeks before', (asked, weeks) => {
  expect(weeksBack({ range: undefined, from: undefined, to: undefined, ...asked }, NOW)).toBe(weeks);
});
