import { expect, test } from 'vitest';
import type { TidelineError } from '../../runtime/errors.ts';
import { checkWatches } from './watches.ts';

function problemsOf(value: unknown): string[] {
  try {
    checkWatches(value);
  } catch (error) {
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', name: 'TidelineError' });
    return (error as TidelineError).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
  return [];
}

test('watches keep their order and terms; lists that are not there are empty', () => {
  const watches = [
    { name: 'virgin', any: ['@virginamerica', 'virgin america'], none: ['virgin atlantic'] },
    { name: 'united', all: ['@united', '#delayed', '✈️'] },
  ];
  expect(checkWatches(watches)).toEqual([
    { ...watches[0], all: [] },
    { ...watches[1], any: [], none: [] },
  ]);
  expect(checkWatches([])).toEqual([]);
});

test('every problem is told at once, with its path', () => {
  const problems = problemsOf([
    { name: 'United', any: ['x'] },
    { name: 'a', any: [], note: 'hi' },
    { name: 'a', an: ['x'] },
    { name: 'b', any: 'x' },
    { name: 'c', any: ['x', 737, '', '...', 'https://x.example', null, 'x'.repeat(201)] },
    { name: 'd', none: ['x'] },
    'e',
  ]);
  expect(problems).toEqual([
    expect.stringMatching(/^watches\[0\]\.name: must be lower-case .*; it is "United"$/),
    'watches[1]: unknown key `note`; did you mean `none`?',
    expect.stringMatching(/^watches\[1\]\.any: must be a list of terms.*; it is an empty list$/),
    'watches[2]: unknown key `an`; did you mean `any`?',
    expect.stringMatching(/^watches\[2\]: needs `any` or `all`/),
    expect.stringMatching(/^watches\[3\]\.any: must be a list of terms.*; it is "x"$/),
    expect.stringMatching(/^watches\[4\]\.any\[1\]: must be a text; it is 737 \(put it in quotes/),
    'watches[4].any[2]: "" has no letter, digit or emoji to look for',
    'watches[4].any[3]: "..." has no letter, digit or emoji to look for',
    expect.stringMatching(/^watches\[4\]\.any\[4\]: "https:\/\/x\.example" is an address/),
    expect.stringMatching(/^watches\[4\]\.any\[5\]: must be a text; it is empty/),
    'watches[4].any[6]: has 201 characters; a term has at most 200',
    expect.stringMatching(/^watches\[5\]: needs `any` or `all`/),
    'watches[6]: must be a map with name, any, all, none; it is "e"',
    'watches[2].name: `a` is the name of watches[1] already',
  ]);
});

test('what is no list is refused', () => {
  expect(problemsOf({ name: 'a' })).toEqual(['watches: must be a list of watches; it is a map']);
  expect(problemsOf(undefined)).toEqual(['watches: must be a list of watches; it is missing']);
});
