import { describe, expect, test } from 'vitest';
import { capturedIo } from '../tests/support/command-io.ts';
import { progress, progressLine } from './progress.ts';

function shown(talkIsTTY: boolean, quiet: boolean, updates: number): string {
  let now = 0;
  const clock = { now: () => now, sleep: () => Promise.resolve() };
  const { io, err } = capturedIo('/', { talkIsTTY, clock });
  const bar = progress({ label: 'replaying a.jsonl', unit: 'lines', quiet }, io);
  for (let i = 1; i <= updates; i++) {
    now += 20;
    bar.update({ done: i, total: updates, count: i * 10 });
  }
  bar.end();
  return err();
}

describe('progress', () => {
  test('a terminal sees one line that overwrites itself', () => {
    const text = shown(true, false, 100);
    expect(text.match(/\n/g)).toHaveLength(1);
    expect(text.split('\r').length).toBeGreaterThan(15);
    expect(text).toMatch(/100 %, 1,000 lines, 500\/s\n$/);
  });

  test('anything else gets a plain line at most every 5 s, and the last', () => {
    const lines = shown(false, false, 600).trimEnd().split('\n');
    expect(lines).toEqual([
      'replaying a.jsonl: 41 %, 2,500 lines, 500/s, 7 s left',
      'replaying a.jsonl: 83 %, 5,000 lines, 500/s, 2 s left',
      'replaying a.jsonl: 100 %, 6,000 lines, 500/s',
    ]);
  });

  test('--quiet is silent', () => {
    expect(shown(true, true, 600)).toBe('');
  });

  test('a resumed run shows its own speed, not that of the work it found done', () => {
    const options = { label: 'a', unit: 'lines', bar: false };
    const line = progressLine(
      options,
      { done: 75, total: 100, count: 750 },
      { done: 50, total: 100, count: 500 },
      1_000,
    );
    expect(line).toBe('a: 75 %, 750 lines, 250/s, 1 s left');
  });

  test('while a file is sorted nothing is counted', () => {
    const state = { doing: 'sorting', done: 100, total: 200, count: 0 } as const;
    const line = progressLine({ label: 'replaying a', unit: 'lines', bar: true }, state, state, 1_000);
    expect(line).toBe('sorting a: 50 %');
  });
});
