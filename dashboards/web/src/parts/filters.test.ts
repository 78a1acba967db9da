import { expect, test } from 'vitest';
import { readUrl } from '../url/url-state.ts';
import { VIEW } from '../url/view.ts';
import { activeFilters, listFilters, NO_FILTERS } from './filters.ts';

const view = readUrl(VIEW, '?watch=a&watch=b&class=negative&q=late');

test('every filter that is on has its own way out', () => {
  expect(activeFilters(view)).toEqual([
    { name: 'watch', value: 'a', without: { watch: ['b'] } },
    { name: 'watch', value: 'b', without: { watch: ['a'] } },
    { name: 'class', value: 'negative', without: { class: undefined } },
    { name: 'q', value: 'late', without: { q: undefined } },
  ]);
  expect(activeFilters({ ...view, ...NO_FILTERS })).toEqual([]);
});

test('sentiment, language, author and text narrow lists alone', () => {
  expect(listFilters(view).map(({ name }) => name)).toEqual(['class', 'q']);
});
