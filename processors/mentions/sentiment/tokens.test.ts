import { expect, test } from 'vitest';
import { VADER_EMOJI, VADER_WORDS } from './lexicon.generated.ts';
import { parseLexicon } from './lexicon.ts';
import { emptyTokens, tokenize } from './tokens.ts';
import { UNKNOWN_NEGATION, UNKNOWN_WORD } from './word.ts';

const TABLE = parseLexicon(VADER_WORDS, VADER_EMOJI).words;

function tokensOf(text: string) {
  const tokens = emptyTokens();
  tokenize(text, TABLE, tokens);
  const { words, shouted, count } = tokens;
  return { ...tokens, words: words.slice(0, count), shouted: shouted.slice(0, count) };
}

function textsOf(text: string): string[] {
  return tokensOf(text).words.map((word) => word.text);
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
  expect(tokensOf("sheN'T her't isnt'").words.map((word) => word.negates)).toEqual([true, false, true]);
  expect(tokensOf("xn't table").words).toEqual([UNKNOWN_NEGATION, UNKNOWN_WORD]);
});

test('capitals mean something only when some words, not all, are in capitals', () => {
  expect(tokensOf('GOOD day')).toMatchObject({ shouted: [true, false], capsDiffer: true });
  expect(tokensOf('GOOD DAY').capsDiffer).toBe(false);
  expect(tokensOf('good day').capsDiffer).toBe(false);
  expect(tokensOf('ÉTÉ Été 42 ǅ').shouted).toEqual([true, false, false, false]);
});

test('marks are counted wherever they stand', () => {
  expect(tokensOf('!a?b!! ?')).toMatchObject({ exclamations: 3, questions: 2 });
});

test('a text behind a longer one is followed by unknown words, not by what is left of that', () => {
  const tokens = emptyTokens();
  tokenize('very good bad days', TABLE, tokens);
  tokenize('kind', TABLE, tokens);
  expect(tokens.count).toBe(1);
  expect(tokens.words.slice(1, 3)).toEqual([UNKNOWN_WORD, UNKNOWN_WORD]);
});
