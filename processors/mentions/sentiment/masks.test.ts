import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { HANDLE_PATTERN, maskNames, URL_PATTERN } from './masks.ts';

test.each([
  ['@united thanks', 'xuser thanks'],
  ['.@united: thanks @Jet_Blue2!', '.xuser: thanks xuser!'],
  ['@@love', 'xuser'],
  ['mail me@love.example', 'mail me@love.example'],
  ['by @love@happy.example', 'by xuser@happy.example'],
  ['@ love', '@ love'],
  ['see http://t.co/aB3 now', 'see xurl now'],
  ['see (HTTPS://love.example/a?b=c#d)!!', 'see (xurl)!!'],
  ['http://love.example/\u2026 and', 'xurl\u2026 and'],
  ['www.love.example/', 'xurl'],
  ['awww.cute', 'awww.cute'],
  ['http://a.example/@love', 'xurl'],
  ['http://a.example\u00a0http://b.example', 'xurl\u00a0xurl'],
])('%j is masked as %j', (text, masked) => {
  expect(maskNames(text)).toBe(masked);
});

test('masking twice is masking once', () => {
  const pieces = [
    '@',
    '@@',
    'a',
    '_',
    'é',
    'http',
    's',
    '://',
    'HTTPS://',
    'www.',
    '/',
    '.',
    '!',
    ' ',
    '\u2003',
    '\ud83d',
  ];
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...pieces)).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (drawn) => {
      expect(maskNames(maskNames(drawn))).toBe(maskNames(drawn));
    }),
    { numRuns: 5_000 },
  );
});

test('the Python oracle holds the same patterns', () => {
  const oracle = readFileSync(new URL('../../../tests/support/vader_reference.py', import.meta.url), 'utf8');
  expect(oracle).toContain(`re.compile(r"${URL_PATTERN}")`);
  expect(oracle).toContain(`re.compile(r"${HANDLE_PATTERN}")`);
});
