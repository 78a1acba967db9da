import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export interface Score {
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
  readonly compound: number;
}

const ORACLE = join(import.meta.dirname, '../support/vader_reference.py');

/** Scores of texts by the Python package vaderSentiment, handles and URLs masked. TIDELINE_PYTHON names a Python that has it. */
export function referenceScores(texts: readonly string[]): Score[] {
  const python = process.env['TIDELINE_PYTHON'];
  if (python === undefined) {
    throw new Error(
      'TIDELINE_PYTHON is not set: python3 -m venv V && V/bin/pip install vaderSentiment==3.3.2, then TIDELINE_PYTHON=$PWD/V/bin/python npm run test:proofs',
    );
  }
  const input = texts.map((text) => `${JSON.stringify({ text })}\n`).join('');
  const { status, stdout, stderr } = spawnSync(python, [ORACLE, '--mask'], {
    input,
    encoding: 'utf8',
    maxBuffer: 268_435_456,
  });
  if (status !== 0) throw new Error(`${python} ${ORACLE} ended with ${status}: ${stderr}`);
  const scores = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Score);
  if (scores.length !== texts.length) throw new Error(`the reference scored ${scores.length} of ${texts.length} texts`);
  return scores;
}

/** The class the authors of VADER advise for a compound score. */
export function classOf({ compound }: Score): 'positive' | 'neutral' | 'negative' {
  if (compound >= 0.05) return 'positive';
  return compound <= -0.05 ? 'negative' : 'neutral';
}
