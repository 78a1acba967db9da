import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runPlanted } from './planted-run.ts';
import { SUITES, suitesToRun } from './suites.ts';

const root = join(import.meta.dirname, '../..');

test('a run ends with its notes and its counts', () => {
  const lines = runPlanted({ 'a.test.js': "test('x', () => {}); test('y', () => { throw new Error('no'); });" });
  expect(lines).toEqual(['a note', '1 passed, 1 failed']);
});

test('files that do not load, failing hooks and errors outside of tests are failures', () => {
  const lines = runPlanted({
    'broken.test.js': "import './missing.js';",
    'hook.test.js': "afterAll(() => { throw new Error('no'); }); test('x', () => {});",
    'loose.test.js': "test('x', async () => { Promise.reject(new Error('no')); });",
  });
  expect(lines.at(-1)).toBe('2 passed, 3 failed');
});

test('skipped tests are named', () => {
  const lines = runPlanted({ 'a.test.js': "describe('d', () => { test.skip('x', () => {}); test('y', () => {}); });" });
  expect(lines).toEqual(['SKIPPED a.test.js > d > x', 'a note', '1 passed, 0 failed']);
});

test('every suite of package.json that npm test leaves out is announced', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const suites = Object.keys(scripts).filter((name) => name.startsWith('test:') || name === 'bench');
  expect(suites.filter((name) => !SUITES.some(({ script }) => script === name))).toEqual([]);
});

test('a suite is announced with its command and its needs, when there is one', () => {
  expect(suitesToRun(SUITES, { 'test:crash': 'node crash.ts' })).toEqual([
    'Not run here, because they need more:',
    expect.stringMatching(/^ {2}npm run test:crash {2}nothing lost .* needs time/),
  ]);
  expect(suitesToRun(SUITES, { test: 'vitest run' })).toEqual([]);
});
