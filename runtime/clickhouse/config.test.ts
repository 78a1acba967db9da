import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeConfig } from './config.ts';

function configured(name = 'store') {
  const parent = mkdtempSync(join(tmpdir(), 'tideline-config-'));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const directory = join(parent, name);
  const account = (user: string) => ({ user, password: `secret of ${user}` });
  const write = () =>
    writeConfig({ directory, store: account('store'), viewer: account('viewer'), memoryBytes: 123_456_789 });
  return { directory, write, files: write() };
}

test('only the owner can read what is written', () => {
  const { directory, files } = configured();
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(statSync(files.config).mode & 0o777).toBe(0o600);
  expect(statSync(join(directory, 'etc', 'users.xml')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(directory, 'etc', 'users.xml'), 'utf8')).not.toContain('secret');
});

test('the port of an earlier start is forgotten', () => {
  const { files, write } = configured();
  writeFileSync(files.port, '8123\n');
  write();
  expect(existsSync(files.port)).toBe(false);
});

test('the memory limit and a path with odd characters arrive in the XML', () => {
  const { files } = configured('a & <b>');
  const xml = readFileSync(files.config, 'utf8');
  expect(xml).toContain('<max_server_memory_usage>123456789</max_server_memory_usage>');
  expect(xml).toContain('/a &amp; &lt;b&gt;/tmp/</tmp_path>');
});
