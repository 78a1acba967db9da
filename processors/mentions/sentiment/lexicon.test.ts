import { expect, test } from 'vitest';
import { VADER_EMOJI, VADER_WORDS } from './lexicon.generated.ts';
import { parseLexicon } from './lexicon.ts';

test('the shipped tables hold what the reference can look up: 7,487 words and 1,212 emoji', () => {
  const words = VADER_WORDS.split('\n').reduce((sum, line) => sum + line.split(' ').length - 1, 0);
  expect(words).toBe(7_487);
  expect(parseLexicon(VADER_WORDS, VADER_EMOJI).emoji.size).toBe(1_212);
});

test('a word has its valence, and words of the rules are known without one', () => {
  const { words } = parseLexicon('1.9 good nice\n-2.5 bad', '😀 grinning face');
  expect(words.find('GOOD', 0, 4)).toMatchObject({ text: 'good', inLexicon: true, valence: 1.9, boost: 0 });
  expect(words.find('not', 0, 3)).toMatchObject({ inLexicon: false, valence: 0, negates: true });
  expect(words.find('kinda', 0, 5)).toMatchObject({ inLexicon: false, boost: -0.293 });
  expect(words.find('table', 0, 5)).toBeUndefined();
});

test('a line of another shape is refused with its text', () => {
  expect(() => parseLexicon('good 1.9', '😀 grinning face')).toThrow('lexicon line "good 1.9"');
  expect(() => parseLexicon('1.9 good', 'grinning face')).toThrow('emoji line "grinning face"');
  expect(() => parseLexicon('1.9 good', '😀')).toThrow('emoji line "😀"');
});
