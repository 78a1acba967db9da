import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { VADER_EMOJI, VADER_WORDS } from './lexicon.generated.ts';
import { parseLexicon } from './lexicon.ts';
import { scoreMention, type SentimentMode } from './sentiment.ts';
import { scoreText } from './vader.ts';

interface Row {
  text: string;
  mode: SentimentMode;
  scores: number[];
}

const LEXICON = parseLexicon(VADER_WORDS, VADER_EMOJI);

const PIECES = [
  ..."good BAD not very but no never so this kind of least the bomb without doubt xn't table".split(' '),
  ...'! ?? :) 😀 … É @happy www.love.example'.split(' '),
  '\ud83d',
  '\u3000',
];

/** Any string, and strings of what the rules look at, lone surrogates among them. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.array(fc.constantFrom(...PIECES)).map((pieces) => pieces.join(' ')),
);

function scoresOf(text: string, mode: SentimentMode): number[] {
  const { positive, neutral, negative, compound } = scoreMention(text, mode);
  return [positive, neutral, negative, compound];
}

test('every text of the fixture has exactly the scores of the reference', () => {
  const lines = readFileSync(new URL('fixture/scores.jsonl', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const rows = lines.map((line) => JSON.parse(line) as Row);
  expect(rows.length).toBeGreaterThan(500);
  const different = rows.filter((row) => scoresOf(row.text, row.mode).some((score, n) => score !== row.scores[n]));
  expect(different).toEqual([]);
});

// The example sentences of vaderSentiment.py 3.3.2 with the compounds it prints for them.
test.each([
  ['VADER is smart, handsome, and funny.', 0.8316],
  ['VADER is smart, handsome, and funny!', 0.8439],
  ['VADER is very smart, handsome, and funny.', 0.8545],
  ['VADER is VERY SMART, handsome, and FUNNY.', 0.9227],
  ['VADER is VERY SMART, handsome, and FUNNY!!!', 0.9342],
  ['VADER is VERY SMART, uber handsome, and FRIGGIN FUNNY!!!', 0.9469],
  ['VADER is not smart, handsome, nor funny.', -0.7424],
  ['The book was good.', 0.4404],
  ["At least it isn't a horrible book.", 0.431],
  ['The book was only kind of good.', 0.3832],
  ['The plot was good, but the characters are uncompelling and the dialog is not great.', -0.7042],
  ['Today SUX!', -0.5461],
  ["Today only kinda sux! But I'll get by, lol", 0.5249],
  ['Make sure you :) or :D today!', 0.8633],
  ['Catch utf-8 emoji such as 💘 and 💋 and 😁', 0.875],
  ['Not bad at all', 0.431],
])('the published example %j has the compound %d', (text, compound) => {
  expect(scoreText(text, LEXICON).compound).toBe(compound);
});

test('any string at all has finite scores: shares of 1 together or all 0, a compound from -1 to 1', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom<SentimentMode>('default', 'parity'), (text, mode) => {
      const { positive, neutral, negative, compound } = scoreMention(text, mode);
      const shares = [positive, neutral, negative];
      for (const share of shares) expect(share >= 0 && share <= 1).toBe(true);
      const sum = positive + neutral + negative;
      expect(sum === 0 || Math.abs(sum - 1) <= 0.0015 + Number.EPSILON).toBe(true);
      expect(compound >= -1 && compound <= 1).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('a text without words has scores of 0, one with words does not', () => {
  expect(scoresOf('', 'parity')).toEqual([0, 0, 0, 0]);
  expect(scoresOf(' \t\u3000', 'parity')).toEqual([0, 0, 0, 0]);
  expect(scoresOf('.', 'parity')).toEqual([0, 1, 0, 0]);
});
