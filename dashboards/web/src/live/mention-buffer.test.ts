import { expect, test } from 'vitest';
import type { Mention } from '../../../../api/schemas/answers.ts';
import { EMPTY_BUFFER, joined, started } from './mention-buffer.ts';

const mention = (id: string): Mention => ({ id }) as Mention;
const ids = ({ items }: { items: readonly Mention[] }): string => items.map(({ id }) => id).join('');
const mentions = (names: string): Mention[] => names.split('').map(mention);

test('new mentions stand in front, and are counted', () => {
  const buffer = joined(joined(started(EMPTY_BUFFER, mentions('ba')), mentions('dc'), 2), mentions('e'), 1);
  expect([ids(buffer), buffer.heard, buffer.oneIn]).toEqual(['edcba', 3, 1]);
});

test('a mention that comes again after a resume stands and counts once', () => {
  const buffer = joined(started(EMPTY_BUFFER, mentions('ba')), mentions('cb'), 2);
  expect([ids(buffer), buffer.heard]).toEqual(['cba', 1]);
});

test('what was left out by the server counts, and says one in how many is shown', () => {
  const buffer = joined(EMPTY_BUFFER, mentions('ba'), 8);
  expect([buffer.heard, buffer.oneIn]).toEqual([8, 4]);
  expect(joined(buffer, mentions('c'), 1).oneIn).toBe(1);
});

test('a new snapshot replaces the list and counts nobody', () => {
  const buffer = started(joined(EMPTY_BUFFER, mentions('ba'), 8), mentions('zy'));
  expect([ids(buffer), buffer.heard, buffer.oneIn]).toEqual(['zy', 8, 1]);
});

test('the oldest go when it is full', () => {
  const many = Array.from({ length: 2_500 }, (_, n) => mention(String(n)));
  const { items } = joined(started(EMPTY_BUFFER, many), mentions('x'), 1);
  expect([items.length, items[0]?.id]).toEqual([250, 'x']);
});
