import { expect, test } from 'vitest';
import { readUrl } from '../url/url-state.ts';
import { VIEW } from '../url/view.ts';
import { isChosen, toggled, withoutOwn } from './facets.ts';

const view = readUrl(VIEW, '?watch=a&watch=b&class=negative&q=late');

test('choosing a value of a facet again takes it back', () => {
  expect(toggled(view, 'class', 'negative')).toEqual({ class: undefined });
  expect(toggled(view, 'class', 'positive')).toEqual({ class: 'positive' });
  expect(toggled(view, 'watch', 'a')).toEqual({ watch: ['b'] });
  expect(toggled(view, 'watch', 'c')).toEqual({ watch: ['a', 'b', 'c'] });
  expect(isChosen(view, 'watch', 'b')).toBe(true);
});

test('a facet is counted without its own filter', () => {
  expect(withoutOwn({ class: 'negative', q: 'late' }, 'class')).toEqual({ q: 'late' });
});
