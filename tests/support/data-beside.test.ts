import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dataBeside } from './data-beside.ts';

function folderWith(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tideline-data-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), '');
  return folder;
}

test('a file that is there is found, and its use is written down', () => {
  const folder = folderWith('a.jsonl');
  const usedFile = join(folder, 'used');
  const options = { folder, usedFile, print: expect.unreachable };
  expect(dataBeside('a.jsonl', options)).toBe(join(folder, 'a.jsonl'));
  expect(dataBeside('a.jsonl', options)).toBe(join(folder, 'a.jsonl'));
  expect(readFileSync(usedFile, 'utf8')).toBe('a.jsonl\na.jsonl\n');
});

test('a file that is not there is announced, and nothing is written down', () => {
  const folder = folderWith('a.jsonl');
  const printed: string[] = [];
  const options = { folder, usedFile: join(folder, 'a.jsonl'), print: (line: string) => void printed.push(line) };
  expect(dataBeside('b/c.csv', options)).toBeUndefined();
  expect(printed).toEqual([expect.stringContaining('NOT PROVED HERE: b/c.csv')]);
  expect(readFileSync(join(folder, 'a.jsonl'), 'utf8')).toBe('');
});
