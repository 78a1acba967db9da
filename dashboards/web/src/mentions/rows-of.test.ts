import { expect, test } from 'vitest';
import type { Mention } from '../../../../api/schemas/answers.ts';
import { rowsOf } from './rows-of.ts';

test('what came live stands above the list, and what is in both stands once', () => {
  const mentions = (names: string): Mention[] => names.split('').map((id) => ({ id }) as Mention);
  expect(rowsOf(mentions('fed'), mentions('dcb')).map(({ id }) => id)).toEqual(['f', 'e', 'd', 'c', 'b']);
});
