import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { scoreMention } from '../../processors/mentions/sentiment/sentiment.ts';
import { dataBeside } from '../support/data-beside.ts';

const rated = dataBeside('vader-tweets/tweets_GroundTruth.txt');
const referenced = dataBeside('vader-tweets/reference_scores.jsonl');

type Score = 'compound' | 'pos' | 'neu' | 'neg';
type Reference = Record<Score, number> & { id: string };
type Scorer = (text: string) => Record<Score, number>;

/** Half of the last digit that is kept: scores that differ at all differ by more. */
const TOLERANCE = 0.5e-4;

function linesOf(file: string | undefined): string[] {
  return readFileSync(file ?? '', 'utf8')
    .trimEnd()
    .split('\n');
}

/** The ids of the rows on which one of the scores differs from the reference by the tolerance or more. */
function differences(score: Scorer, names: readonly Score[]): { rows: number; different: string[] } {
  const references = new Map(
    linesOf(referenced).map((line) => {
      const row = JSON.parse(line) as Reference;
      return [row.id, row];
    }),
  );
  const rows = linesOf(rated).map((line) => line.split('\t'));
  const different = rows.flatMap(([id = '', , text = '']) => {
    const expected = references.get(id);
    const actual = score(text);
    const isEqual =
      expected !== undefined && names.every((name) => Math.abs(actual[name] - expected[name]) < TOLERANCE);
    return isEqual ? [] : [id];
  });
  return { rows: rows.length, different };
}

describe.runIf(rated !== undefined && referenced !== undefined)('on 4,200 tweets (../shared/data/vader-tweets)', () => {
  test('parity mode has the scores of the reference on every one', () => {
    const found = differences(
      (text) => {
        const { positive, neutral, negative, compound } = scoreMention(text, 'parity');
        return { compound, pos: positive, neu: neutral, neg: negative };
      },
      ['compound', 'pos', 'neu', 'neg'],
    );
    expect(found).toEqual({ rows: 4_200, different: [] });
  });

  test('the comparison can fail: the npm package vader-sentiment differs in the compound of 401', () => {
    const require = createRequire(import.meta.url);
    const npm = require('vader-sentiment') as {
      SentimentIntensityAnalyzer: { polarity_scores: Scorer };
    };
    const found = differences((text) => npm.SentimentIntensityAnalyzer.polarity_scores(text), ['compound']);
    expect(found.different).toHaveLength(401);
  });
});
