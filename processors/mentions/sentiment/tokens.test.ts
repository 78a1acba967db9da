import { expect, test } from 'vitest';
import { VADER_EMOJI, VADER_WORDS } from './lexicon.generated.ts';
import { parseLexicon } from './lexicon.ts';
import { tokenize } from './tokens.ts';
import { UNKNOWN_NEGATION, UNKNOWN_WORD } from './word.ts';

const TABLE = parseLexicon(VADER_WORDS, VADER_EMOJI).words;

function textsOf(text: string): string[] {
  return tokenize(text, TABLE).words.map((word) => word.text);
}

test("a text is cut at Python's white space, which is not JavaScript's", () => {
  expect(textsOf('good\x1cbad\x85good\u3000bad')).toEqual(['good', 'bad', 'good', 'bad']);
  expect(textsOf('good\ufeffbad')).toEqual(['']);
});

test('punctuation around a word is stripped, unless at most two characters would be left', () => {
  expect(textsOf('"good!" (:D :) \'bad\'')).toEqual(['good', '', ':)', 'bad']);
});

test('the Kelvin sign is a small k outside of ASCII', () => {
  expect(textsOf('\u212aill')).toEqual(['kill']);
});

test('an unknown word with "n\'t" negates, in any case', () => {
  expect(tokenize("sheN'T her't isnt'", TABLE).words.map((word) => word.negates)).toEqual([true, false, true]);
  expect(tokenize("xn't table", TABLE).words).toEqual([UNKNOWN_NEGATION, UNKNOWN_WORD]);
});

test('capitals mean something only when some words, not all, are in capitals', () => {
  expect(tokenize('GOOD day', TABLE)).toMatchObject({ shouted: [true, false], capsDiffer: true });
  expect(tokenize('GOOD DAY', TABLE).capsDiffer).toBe(false);
  expect(tokenize('good day', TABLE).capsDiffer).toBe(false);
  expect(tokenize('ÉTÉ Été 42 ǅ', TABLE).shouted).toEqual([true, false, false, false]);
});

test('marks are counted wherever they stand', () => {
  expect(tokenize('!a?b!! ?', TABLE)).toMatchObject({ exclamations: 3, questions: 2 });
});
