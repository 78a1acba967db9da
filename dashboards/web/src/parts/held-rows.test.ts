import { expect, test } from 'vitest';
import type { Mention } from '../../../../api/schemas/answers.ts';
import { extended, waitingAbove } from './held-rows.ts';

const rows = (names: string): Mention[] => names.split('').map((id) => ({ id }) as Mention);
const ids = (mentions: readonly Mention[]): string => mentions.map(({ id }) => id).join('');

test('what came since waits above, however much of the held list has gone meanwhile', () => {
  expect(waitingAbove(rows('dcb'), rows('fedcb'))).toBe(2);
  expect(waitingAbove(rows('dcb'), rows('hgfe'))).toBe(4);
  expect(waitingAbove(rows('dcb'), rows('dcb'))).toBe(0);
});

test('older rows join below, newer ones do not, and the list stays itself where there are none', () => {
  const held = rows('dcb');
  expect(ids(extended(held, rows('fedcba')))).toBe('dcba');
  expect(extended(held, rows('fedcb'))).toBe(held);
  expect(extended(held, rows('hgfe'))).toBe(held);
});
