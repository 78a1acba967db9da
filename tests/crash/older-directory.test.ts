import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../support/command-io.ts';
import { expectedRows } from './expectation.ts';
import { fixtureLines, TIMELINE } from './fixture/lines.ts';
import { openWorld } from './world.ts';

const FIXTURE = join(import.meta.dirname, 'fixture');

test('a directory written by an older commit opens and goes on: what it has is repeated, what is new is counted', async () => {
  const world = openWorld(temporaryDirectory());
  mkdirSync(world.data.root);
  copyFileSync(join(FIXTURE, 'version'), join(world.data.root, 'version'));
  writeFileSync(world.data.logFile, gunzipSync(readFileSync(join(FIXTURE, 'log.sqlite.gz'))));
  const { held, later } = fixtureLines();
  const { code, stdout, stderr } = await world.replay(TIMELINE, [...held, ...later], { ask: true });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  // The fixture has no store, and its log has passed what the store had: only what changes now stands there.
  const rows = stdout.split('\n').filter((row) => row !== '');
  const before = expectedRows(TIMELINE, { lines: held, letters: 0 });
  const after = expectedRows(TIMELINE, { lines: [...held, ...held, ...later], letters: 0 });
  const changed = [...after].filter((row) => row.startsWith('mention\t') && !before.has(row));
  const counts = [...after].filter((row) => row.startsWith('count\t'));
  expect(changed.length).toBeGreaterThan(40);
  expect(rows.filter((row) => !row.startsWith('window\t')).toSorted()).toEqual([...changed, ...counts].toSorted());
  expect(rows.filter((row) => !after.has(row))).toEqual([]);
});
