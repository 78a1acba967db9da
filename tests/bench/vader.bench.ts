/**
 * Texts per second of the sentiment port and of the npm package vader-sentiment, on the same texts in the same run.
 *   node tests/bench/vader.bench.ts
 * The rounds alternate and the best of each counts: other work on the machine slows both or is left out.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { scoreMention } from '../../processors/mentions/sentiment/sentiment.ts';

const AIRLINE = new URL('../../../shared/data/airline-tweets/airline_dev.jsonl', import.meta.url);
const OURS = new URL('../../processors/mentions/sentiment/fixture/scores.jsonl', import.meta.url);
const BAR = 25;
const GOAL = 40;
const ROUNDS = 6;
/** Fewer texts than this are repeated: a round of a few milliseconds measures the compiler. */
const FEWEST_TEXTS = 7_000;

const require = createRequire(import.meta.url);
const npm = require('vader-sentiment') as {
  SentimentIntensityAnalyzer: { polarity_scores(text: string): { compound: number } };
};

const scorers = {
  'npm vader-sentiment': (text: string) => npm.SentimentIntensityAnalyzer.polarity_scores(text).compound,
  'tideline, parity': (text: string) => scoreMention(text, 'parity').compound,
  'tideline, default': (text: string) => scoreMention(text, 'default').compound,
};

const isReal = existsSync(AIRLINE);
const distinct = readFileSync(isReal ? AIRLINE : OURS, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => (JSON.parse(line) as { text: string }).text);
const texts = Array.from({ length: Math.ceil(FEWEST_TEXTS / distinct.length) }, () => distinct).flat();
console.log(
  isReal
    ? `${texts.length} airline tweets`
    : `${texts.length} synthetic texts (they are made of rules; the bars are for airline tweets, and ../shared/data is absent)`,
);

const best = new Map<string, number>();
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, score] of Object.entries(scorers)) {
    const perText = microsecondsPerText(score);
    best.set(name, Math.min(perText, best.get(name) ?? Infinity));
  }
}

const base = best.get('npm vader-sentiment') ?? NaN;
for (const [name, perText] of best) {
  const rate = Math.round(1e6 / perText).toLocaleString('en');
  console.log(
    `${name.padEnd(20)} ${perText.toFixed(2).padStart(8)} µs ${rate.padStart(10)} texts/s ${ratio(base / perText)}`,
  );
}

function microsecondsPerText(score: (text: string) => number): number {
  let sum = 0;
  const start = performance.now();
  for (const text of texts) sum += score(text);
  const elapsedMs = performance.now() - start;
  if (!Number.isFinite(sum)) throw new Error('a score is not a number');
  return (elapsedMs * 1_000) / texts.length;
}

function ratio(times: number): string {
  if (times <= 1) return '';
  if (!isReal) return `${times.toFixed(1)}x`;
  return `${times.toFixed(1)}x (bar ${BAR}x ${times >= BAR ? 'met' : 'MISSED'}, goal ${GOAL}x ${times >= GOAL ? 'met' : 'missed'})`;
}
