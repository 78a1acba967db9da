import { expect, test } from 'vitest';
import type { Mention } from '../../../../api/schemas/answers.ts';
import { readUrl } from '../url/url-state.ts';
import { VIEW } from '../url/view.ts';
import { fits } from './fits.ts';

const MENTION = { watch: 'a', platform: 'plaza', class: 'negative', lang: 'en', author: 'ravi' } as Mention;

test.each([
  ['', true],
  ['?watch=b&watch=a&platform=plaza&class=negative&lang=en&author=ravi', true],
  ['?watch=b', false],
  ['?platform=lantern', false],
  ['?class=positive', false],
  ['?lang=fr', false],
  ['?author=ravi0', false],
])('of a mention in the view %j: %j', (search, isFit) => {
  expect(fits(MENTION, readUrl(VIEW, search))).toBe(isFit);
});
