import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../tests/support/command-io.ts';
import { checkNode, checkPage } from './machine.ts';

test('a page that is not built is a warning that says how to build it', () => {
  const directory = temporaryDirectory();
  expect(checkPage(directory)).toMatchObject({ name: 'page', state: 'warn', fix: 'run `npm run build`' });
  writeFileSync(join(directory, 'index.html'), '');
  expect(checkPage(directory)).toEqual({ name: 'page', state: 'ok', detail: 'built' });
});

test.each([
  ['26.10.0', 'ok'],
  ['26.9.9', 'fail'],
  ['27.0.0', 'fail'],
  ['20.20.2', 'fail'],
])('Node %s is %s', (version, state) => {
  expect(checkNode(version).state).toBe(state);
});
