import { expect } from 'vitest';
import type { OpenDirectory } from './directory.ts';
import { recomputeWindows, type Expected, type ExpectedMention, type ExpectedWindow } from './recompute.ts';
import { classOf, type Score } from './reference.ts';

interface MentionRow extends Score {
  readonly watch: string;
  readonly platform: string;
  readonly id: string;
  readonly time: string;
  readonly author: string;
  readonly text: string;
  readonly class: 'positive' | 'neutral' | 'negative';
  readonly late: number;
}

/** Half of the last digit of a score. */
const TOLERANCE = 0.5e-4;
const keyOf = ({ watch, id }: { watch: string; id: string }): string => `${watch} ${id}`;

/**
 * The rows of a timeline are the expected ones: every named column of both views, and the counts. `scores` by text, from the
 * reference; without them the classes of the windows must be those of the rows in `mentions`. Resolves with how many were compared.
 */
export async function checkRows(
  directory: OpenDirectory,
  timeline: string,
  platform: string,
  wanted: Expected,
  scores: ReadonlyMap<string, Score> | undefined,
): Promise<number> {
  const rows = await directory.rows<MentionRow>(
    `SELECT watch, platform, id, toUnixTimestamp64Milli(time) AS time, author, text, class, positive, neutral, negative, compound, late
     FROM mentions WHERE timeline = '${timeline}'`,
  );
  const found = new Map(rows.map((row) => [keyOf(row), row]));
  const plain = wanted.mentions.map((row) => [
    row.watch,
    platform,
    row.id,
    row.time,
    row.author,
    row.text,
    Number(row.late),
  ]);
  const stored = rows.map((row) => [row.watch, row.platform, row.id, Number(row.time), row.author, row.text, row.late]);
  expect(unlike(stored, plain)).toEqual(ALIKE);
  if (scores !== undefined) expect(differentScores(wanted.mentions, found, scores)).toEqual([]);

  const classIn = (mention: ExpectedMention): Score & Pick<MentionRow, 'class'> => {
    const row = found.get(keyOf(mention));
    if (row === undefined) throw new Error(`no row for ${keyOf(mention)}`);
    return row;
  };
  const windows = await directory.rows<Readonly<Record<keyof ExpectedWindow, string>>>(
    `SELECT watch, width, toUnixTimestamp(start) * 1000 AS start, mentions, authors, reach, positive, neutral, negative, complete
     FROM mention_windows WHERE timeline = '${timeline}'`,
  );
  const expected = recomputeWindows(wanted, (mention) => {
    const score = scores?.get(mention.text);
    return score === undefined ? classIn(mention).class : classOf(score);
  });
  const inOrder = (window: Readonly<Record<keyof ExpectedWindow, string | number>>): unknown[] => {
    const { watch, width, start, mentions, authors, reach, positive, neutral, negative, complete } = window;
    return [watch, width, ...[start, mentions, authors, reach, positive, neutral, negative, complete].map(Number)];
  };
  expect(unlike(windows.map(inOrder), expected.map(inOrder))).toEqual(ALIKE);
  return rows.length + windows.length;
}

export async function counts(directory: OpenDirectory, timeline: string): Promise<Record<string, number>> {
  const rows = await directory.rows<{ counter: string; value: string }>(
    `SELECT counter, value FROM counts WHERE timeline = '${timeline}'`,
  );
  return Object.fromEntries(rows.map(({ counter, value }) => [counter, Number(value)]));
}

/** The expected counts, without those that are 0: no row is written for them. */
export function notZero(wanted: Expected['counts']): Record<string, number> {
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== 0));
}

/** Rows of the two views that only one of two timelines has, all named columns but the timeline's name. */
export async function differences(directory: OpenDirectory, one: string, other: string): Promise<number> {
  let different = 0;
  for (const view of ['mentions', 'mention_windows']) {
    const of = (timeline: string): string => `SELECT * EXCEPT timeline FROM ${view} WHERE timeline = '${timeline}'`;
    for (const [a, b] of [
      [one, other],
      [other, one],
    ] as const) {
      const [row] = await directory.rows<{ n: string }>(`SELECT count() AS n FROM (${of(a)} EXCEPT ${of(b)})`);
      different += Number(row?.n);
    }
    const [size] = await directory.rows<{ n: string }>(
      `SELECT countIf(timeline = '${one}') = countIf(timeline = '${other}') AND countIf(timeline = '${one}') > 0 AS n FROM ${view}`,
    );
    different += 1 - Number(size?.n);
  }
  return different;
}

function differentScores(
  mentions: readonly ExpectedMention[],
  found: ReadonlyMap<string, MentionRow>,
  scores: ReadonlyMap<string, Score>,
): string[] {
  return mentions
    .filter((mention) => {
      const row = found.get(keyOf(mention));
      const score = scores.get(mention.text);
      if (row === undefined || score === undefined || row.class !== classOf(score)) return true;
      return (['positive', 'neutral', 'negative', 'compound'] as const).some(
        (name) => !(Math.abs(row[name] - score[name]) < TOLERANCE),
      );
    })
    .map(keyOf);
}

const ALIKE = { missing: [], unexpected: [], doubled: 0 };

/** Where two bags of rows differ, cut to what a person can read. */
function unlike(found: readonly unknown[][], wanted: readonly unknown[][]): typeof ALIKE | object {
  const [have, want] = [found, wanted].map((rows) => new Set(rows.map((row) => JSON.stringify(row))));
  if (have === undefined || want === undefined) throw new Error('two lists have two sets');
  const short = (rows: ReadonlySet<string>): string[] => Array.from(rows, (row) => row.slice(0, 200)).slice(0, 10);
  return {
    missing: short(want.difference(have)),
    unexpected: short(have.difference(want)),
    doubled: found.length - have.size,
  };
}
