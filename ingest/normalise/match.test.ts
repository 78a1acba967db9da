import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Watch } from '../../schemas/watch.ts';
import { compileWatches } from './match.ts';
import { caseless } from './text/caseless.ts';

const watch = (name: string, lists: Partial<Omit<Watch, 'name'>>): Watch => ({
  name,
  any: [],
  all: [],
  none: [],
  ...lists,
});

function matches(term: string, text: string): boolean {
  return compileWatches({ version: 1, watches: [watch('w', { any: [term] })] }).match(text).length === 1;
}

describe('a word', () => {
  test.each([
    ['united', 'United is late'],
    ['united', 'fly UNITED!'],
    ['united', "United's crew"],
    ['united', 'United’s crew'],
    ['united', '“united”'],
    ['united', 'united-airlines'],
    ['united', 'unit​ed united'],
    ['united', 'United™ and United®'],
    ['united', 'delayed.United'],
    ['a320', 'an A320-neo'],
    ['737', '(737)'],
    ['cafe', 'CAFÉ'],
    ['café', 'cafe'],
    ['café', 'cafe\u0301'],
    ['straße', 'STRASSE'],
    ['STRASSE', 'straße'],
    ['ΟΔΟΣ', 'οδος'],
    ['isparta', 'ISPARTA'],
    ['ısparta', 'ISPARTA'],
    ['istanbul', 'İSTANBUL'],
    ['united', 'ｕｎｉｔｅｄ'],
    ['office', 'oﬃce'],
    ['Москва', 'МОСКВА'],
    ['भारत', 'भारत!'],
    ['naïve_bayes', 'NAIVE_BAYES'],
    ['soft', 'so\u00adft'],
  ])('%j is in %j', (term, text) => {
    expect(matches(term, text)).toBe(true);
  });

  test.each([
    ['united', 'unitedairlines'],
    ['united', 'reunited'],
    ['united', '@united'],
    ['united', '#united'],
    ['united', 'united_fan'],
    ['united', 'united2'],
    ['united', 'https://united.com/united'],
    ['united', 'HTTP://UNITED'],
    ['united', 'see www.united.com now'],
    ['united', 'pic.united.com/abc'],
    ['united', 'mail info@united.com'],
    ['united', 'united@example.com'],
    ['amp', 'fish &amp; chips'],
    ['39', 'it&#39;s'],
    ['कि', 'का'],
    ['cafe', 'cafés'],
  ])('%j is not in %j', (term, text) => {
    expect(matches(term, text)).toBe(false);
  });
});

describe('a phrase', () => {
  test.each([
    ['virgin america', 'Virgin  America'],
    ['virgin america', 'virgin-america'],
    ['virgin america', 'VIRGIN\nAMÉRICA!'],
    ["don't", 'I don’t know'],
    ["o'hare", "at O'Hare"],
    ['at&t', 'AT&amp;T'],
    ['at&t', 'at&t'],
    ['coca-cola zero', 'Coca-Cola® Zero'],
    ['thanks @united', 'Thanks, @United!'],
    ['a a b', 'a a a b'],
    ['united.com', 'go to united.com today'],
    ['@ann.bsky.social', 'hi @Ann.bsky.social'],
  ])('%j is in %j', (term, text) => {
    expect(matches(term, text)).toBe(true);
  });

  test.each([
    ['virgin america', 'america virgin'],
    ['virgin america', 'virgin of america'],
    ['virgin america', 'virginamerica'],
    ['virgin america', 'virgin https://x.example america'],
    ['virgin america', 'virgin @ann america'],
    ['virgin america', 'virgin 😍 america'],
    ['virgin america', 'virgin'],
    ['a b', 'a ab'],
  ])('%j is not in %j', (term, text) => {
    expect(matches(term, text)).toBe(false);
  });
});

describe('a handle or hashtag', () => {
  test.each([
    ['@united', '@United'],
    ['@united', '.@united: hi'],
    ['@united', "@united's"],
    ['@united', '(@united)'],
    ['@united', 'cc @united.'],
    ['@united', '@united.bsky.social'],
    ['@united', '@united@mastodon.example'],
    ['@united', '@united様'],
    ['@united', 'ありがとう@united'],
    ['@united', '＠ｕｎｉｔｅｄ'],
    ['@united', '@jetblue @united'],
    ['@美联航', '你好@美联航 '],
    ['#delayed', '#Delayed again'],
    ['#delayed', '#fail#delayed'],
    ['#été', '#ETE'],
    ['#東京', '#東京'],
  ])('%j is in %j', (term, text) => {
    expect(matches(term, text)).toBe(true);
  });

  test.each([
    ['@united', 'united'],
    ['@united', '@unitedairlines'],
    ['@united', '@united_'],
    ['@united', '@ united'],
    ['@united', 'thanks@united'],
    ['@united', '@ann@united'],
    ['@united', '#united'],
    ['#delayed', 'delayed'],
    ['#delayed', '#delayedagain'],
    ['#delayed', '@delayed'],
    ['#delayed', 'https://x.example/#delayed'],
    ['#sharp', 'c#sharp'],
    ['#東', '#東京'],
  ])('%j is not in %j', (term, text) => {
    expect(matches(term, text)).toBe(false);
  });
});

test('emoji are words, of any skin, with or without variation selector; joined ones are others', () => {
  expect(matches('😍', 'love it😍😍')).toBe(true);
  expect(matches('👍', 'ok 👍🏽')).toBe(true);
  expect(matches('👍🏿', 'ok 👍')).toBe(true);
  expect(matches('❤️', 'i ❤ ny')).toBe(true);
  expect(matches('👩‍✈️', 'our 👩🏽‍✈️!')).toBe(true);
  expect(matches('👩', 'our 👩‍✈️!')).toBe(false);
  expect(matches('🇩🇪', '🇩🇪🇫🇷')).toBe(true);
  expect(matches('🇪🇫', '🇩🇪🇫🇷')).toBe(false);
});

test('scripts without blanks match anywhere in a run', () => {
  expect(matches('美联航', '我坐美联航飞')).toBe(true);
  expect(matches('カード', 'クレジットカードで')).toBe(true);
  expect(matches('か', 'が')).toBe(false);
  expect(matches('联美', '美联')).toBe(false);
  expect(matches('ตลาด', 'ไปตลาดน้ำ')).toBe(true);
});

test('a watch needs one of any, all of all and none of none; names come in the order of the set', () => {
  const matcher = compileWatches({
    version: 7,
    watches: [
      watch('z', { any: ['a', 'b'] }),
      watch('y', { any: ['a', 'b'], all: ['c', 'C'] }),
      watch('x', { all: ['a', 'c'], none: ['d e'] }),
      watch('w', { any: ['d'], none: ['e'] }),
      watch('v', { any: ['a'], none: ['@a'] }),
      watch('u', { none: ['q'] }),
      watch('t', {}),
    ],
  });
  expect(matcher.version).toBe(7);
  expect(matcher.match('a b')).toEqual(['z', 'v']);
  expect(matcher.match('c, a')).toEqual(['z', 'y', 'x', 'v']);
  expect(matcher.match('c, a, d-e')).toEqual(['z', 'y', 'v']);
  expect(matcher.match('c, a, e, d @a')).toEqual(['z', 'y', 'x']);
  expect(matcher.match('d')).toEqual(['w']);
  expect(matcher.match('c')).toEqual([]);
  expect(matcher.match('')).toEqual([]);
});

test('a term that is an address or has nothing to look for matches nothing', () => {
  for (const term of ['https://x.example', 'a@b.example', '...', '']) {
    for (const text of ['https://x.example', 'a@b.example', '...', '', 'word']) expect(matches(term, text)).toBe(false);
  }
});

test('half a surrogate pair, which nobody should hand over, spoils nothing after it', () => {
  expect(matches('😍', '\ud83d \ude0d 😍')).toBe(true);
  expect(matches('👍', '👍\ud83d')).toBe(true);
});

test('a text of any length is matched whole', () => {
  const long = `${'word '.repeat(5_000)}ÿ@united ${'é'.repeat(5_000)} #end`;
  expect(matches('#end', long)).toBe(true);
  expect(matches('word', long)).toBe(true);
  expect(matches('@united', `${'word '.repeat(50_000)} @united`)).toBe(true);
});

test('no text takes quadratic time', () => {
  const { match } = compileWatches({ version: 1, watches: [watch('w', { any: ['a a b', '@a', 'www'] })] });
  const start = performance.now();
  for (const part of ['a.', 'a@', 'a', '@a', '#a', '&amp', 'www.', 'a:/', '👩\u200d', '\u0301', '🇩', 'ﷺ'])
    match(part.repeat(60_000));
  expect(performance.now() - start).toBeLessThan(5_000);
});

/** The rules of README.md once more, as one regular expression over the whole caseless text; only `caseless` is shared. */
const TOKEN = (() => {
  const ascii = '[a-z0-9_]';
  const any = String.raw`[\p{L}\p{N}\p{M}_]`;
  const alone = String.raw`[\p{L}&&[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}]]`;
  const letter = `[${any}--${alone}]`;
  const printable = String.raw`[[!-~]--[<>"]]`;
  const picture = String.raw`[\p{Extended_Pictographic}--[©®]]`;
  const url = [
    String.raw`${letter}+:\/\/${printable}+`,
    String.raw`www\.${ascii}${printable}*`,
    String.raw`${letter}+\.(?=${ascii})[a-z0-9_.\-]*[a-z]{2}\/${printable}*`,
  ];
  const parts = [
    String.raw`&(?:amp|lt|gt|quot|#39|nbsp);`,
    String.raw`(?<address>${letter}*${ascii}@${ascii}(?:${ascii}|[@.\-](?=${ascii}))*|${url.join('|')})`,
    `(?<handle>@(?:${ascii}+|[${any}--${ascii}]+))`,
    `(?<tag>#${any}+)`,
    String.raw`(?<single>${alone}\p{M}*)`,
    `(?<word>${letter}+)`,
    String.raw`(?<emoji>${picture}(?:\u200d${picture})*|\p{RI}\p{RI}?)`,
  ];
  return new RegExp(`${parts.join('|')}|(?<other>.)`, 'vsy');
})();

function naiveTokens(text: string): string[] {
  const rest = caseless(text);
  const tokens: string[] = [];
  let glue = -1;
  for (let at = 0; at < rest.length;) {
    TOKEN.lastIndex = at;
    const [found = '', groups = {}] = ((match) => [match?.[0], match?.groups])(TOKEN.exec(rest));
    const isSign = groups['handle'] !== undefined || groups['tag'] !== undefined;
    // A sign right behind a word or handle is no sign; behind a hashtag it is.
    const token = isSign && glue === at ? found.charAt(0) : found;
    const isToken = token === found && groups['other'] === undefined && !/^&.+;$/.test(token);
    if (isToken) tokens.push(groups['address'] === undefined ? token : '');
    at += token.length;
    if (isToken && (groups['word'] ?? groups['handle'] ?? '').search(/[a-z0-9_]$/) >= 0) glue = at;
  }
  return tokens;
}

function naiveMatch(watches: readonly Watch[], text: string): string[] {
  const tokens = naiveTokens(text);
  const holds = (term: string): boolean => {
    const words = naiveTokens(term);
    if (words.length === 0 || words.includes('')) return false;
    return tokens.some((_, at) => words.every((word, i) => tokens[at + i] === word));
  };
  const isMatch = ({ any, all, none }: Watch): boolean =>
    any.length + all.length > 0 && (any.length === 0 || any.some(holds)) && all.every(holds) && !none.some(holds);
  return watches.filter(isMatch).map(({ name }) => name);
}

/** Few pieces, so that terms and texts meet often. */
const piece = fc.constantFrom(
  'a',
  'b',
  'ab',
  'É',
  'e',
  'ß',
  'ss',
  'İ',
  'ı',
  '7',
  '_',
  '@',
  '#',
  '.',
  '-',
  ' ',
  ' ',
  ' ',
  "'",
  '’',
  '&',
  '&amp;',
  '\n',
  'https://',
  'www.',
  '/',
  ':',
  '東',
  '京',
  'カ',
  '゛',
  'ก็',
  '😍',
  '👍🏽',
  '👩‍✈️',
  '🇩',
  '🇪',
  '\u0301',
  'ｂ',
  '™',
  '©',
  '\u200d',
  'Ж',
  'ﬁ',
  '🏽',
  '<',
);
const phrase = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
const terms = fc.array(phrase, { maxLength: 3 });

test('what matches equals a naive search by regular expressions, on thousands of random watches and texts', () => {
  const rarely = fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: terms });
  const watches = fc.array(fc.record({ any: terms, all: rarely, none: rarely }), { minLength: 1, maxLength: 5 });
  const texts = fc.array(
    fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join('')),
    { minLength: 1, maxLength: 8 },
  );
  let matched = 0;
  fc.assert(
    fc.property(watches, texts, (lists, some) => {
      const set = lists.map((list, index) => ({ name: `w${index}`, ...list }));
      const matcher = compileWatches({ version: 1, watches: set });
      for (const text of some) {
        const names = matcher.match(text);
        expect(names).toEqual(naiveMatch(set, text));
        matched += names.length;
      }
    }),
    { numRuns: 3_000 },
  );
  expect(matched).toBeGreaterThan(1_000);
});

test('being caseless is final, and blind to case and to how accents are written', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.array(piece).map((pieces) => pieces.join('')),
      ),
      (text) => {
        const once = caseless(text);
        expect(caseless(once)).toBe(once);
        expect(caseless(text.toUpperCase())).toBe(once);
        expect(caseless(text.normalize('NFD'))).toBe(caseless(text.normalize('NFC')));
      },
    ),
    { numRuns: 1_000 },
  );
});
