import { expect, test } from 'vitest';
import type { Mention } from '../../../../api/schemas/answers.ts';
import { newestFirst } from './newest-first.ts';

test('the newest stands on top, however late others came, and of one time the one that came last', () => {
  const came = ['00:02', '00:05', '00:03', '00:05'].map(
    (clock, index) => ({ id: `${index}`, time: `2026-01-31T${clock}:00.000Z` }) as Mention,
  );
  expect(newestFirst(came).map(({ id }) => id)).toEqual(['1', '3', '2', '0']);
});
