import { expect, test } from 'vitest';
import type { Mention } from '../../../../api/schemas/answers.ts';
import { rowsOf } from './rows-of.ts';

/** Named by the minute that they are of. */
const mentions = (minutes: string): Mention[] =>
  minutes.split('').map((minute) => ({ id: minute, time: `2026-01-31T00:0${minute}:00.000Z` }) as Mention);
const rows = (streamed: string, listed: string, isWhole: boolean): string =>
  rowsOf(mentions(streamed), mentions(listed), isWhole)
    .map(({ id }) => id)
    .join('');

test('what came live stands above the list, and what is in both stands once', () => {
  expect(rows('765', '543', false)).toBe('76543');
});

test('what is older than the list is left to the pages that are not loaded, if there are any', () => {
  expect(rows('71', '543', false)).toBe('7543');
  expect(rows('71', '543', true)).toBe('71543');
});
