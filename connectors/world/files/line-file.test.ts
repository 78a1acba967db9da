import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lineFile } from './line-file.ts';

test('a line longer than a block is written as it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tideline-lines-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'lines');
  const file = lineFile(path);
  const lines = ['short', 'x'.repeat(70_000), '', 'y'.repeat(65_535), 'z'.repeat(65_536), 'end'];
  for (const line of lines) file.add(Buffer.from(line));
  file.close();
  expect(readFileSync(path, 'utf8')).toBe(lines.map((line) => `${line}\n`).join(''));
  expect(() => lineFile(path)).toThrow('EEXIST');
});

test('a file that was ended can be let go of: the disk may be full at the end of the next one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tideline-lines-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = lineFile(join(folder, 'lines'));
  file.close();
  expect(file.drop).not.toThrow();
});
