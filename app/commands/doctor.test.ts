import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Check } from '../checks/checks.ts';
import { deadLetters, intake } from '../../schemas/streams.ts';
import { capturedIo, temporaryDirectory } from '../../tests/support/command-io.ts';
import { smallLog } from '../../tests/support/small-log.ts';
import { dataDirectory } from '../directory.ts';
import { doctor } from './doctor.ts';

async function checked(cwd: string): Promise<{ code: number; checks: ReadonlyMap<string, Check> }> {
  const { io, out } = capturedIo(cwd);
  const code = await doctor({ data: 'data', config: undefined, quiet: false, json: true }, io);
  const { ok, checks } = JSON.parse(out()) as { ok: boolean; checks: Check[] };
  expect(ok).toBe(code === 0);
  return { code, checks: new Map(checks.map((check) => [check.name, check])) };
}

test('before anything was done, nothing fails', async () => {
  const { code, checks } = await checked(temporaryDirectory());
  expect(code).toBe(0);
  expect(checks.get('data directory')?.detail).toMatch(/does not exist yet/);
});

test('a log over its bound fails and names who holds it; dead letters are a warning', async () => {
  const cwd = temporaryDirectory();
  const directory = dataDirectory(join(cwd, 'data'));
  mkdirSync(directory.root);
  const log = await smallLog(directory.logFile);
  const raw = new Uint8Array(11_000_000);
  const item = { source: 's', mapping: 'm', origin: 'o', size: raw.length, raw };
  await log.append(intake, 0, [item]);
  await log.append(deadLetters, 0, [{ ...item, raw: new Uint8Array(1), reason: 'nul', detail: '' }]);
  await log.read('slow', intake, 0, 0);
  await log.close();
  writeFileSync(join(cwd, 'tideline.yaml'), 'log: { maxBytes: 10000000 }');
  const { code, checks } = await checked(cwd);
  expect(code).toBe(1);
  expect(checks.get('log size')).toMatchObject({
    state: 'fail',
    detail: expect.stringMatching(/held by slow \(1 records\)/),
  });
  expect(checks.get('readers')).toMatchObject({ state: 'ok', detail: '1 of 1 behind: slow (1 records)' });
  expect(checks.get('dead letters')).toMatchObject({ state: 'warn', detail: '1' });
});

test('a log that dead letters hold says so, with commands for this directory', async () => {
  const cwd = temporaryDirectory();
  const directory = dataDirectory(join(cwd, 'data'));
  mkdirSync(directory.root);
  const log = await smallLog(directory.logFile);
  const raw = new Uint8Array(11_000_000);
  await log.append(deadLetters, 0, [
    { source: 's', mapping: 'm', origin: 'o', size: raw.length, raw, reason: 'nul', detail: '' },
  ]);
  await log.close();
  writeFileSync(join(cwd, 'tideline.yaml'), 'log: { maxBytes: 10000000 }');
  const { checks } = await checked(cwd);
  expect(checks.get('log size')).toMatchObject({
    state: 'fail',
    detail: '0.011 GB of 0.010 GB; 0.011 GB are dead letters',
    fix: expect.stringMatching(/`npx tideline topics dlq --data data`, then raise log\.maxBytes/),
  });
});

test('the process that writes the directory is named, a dead one is not', async () => {
  const cwd = temporaryDirectory();
  const run = join(cwd, 'data', 'run');
  mkdirSync(run, { recursive: true });
  const owner = { pid: process.pid, command: 'up', since: '2026-06-14T00:00:00.000Z' };
  writeFileSync(join(run, 'owner.json'), JSON.stringify(owner));
  expect((await checked(cwd)).checks.get('writer')?.detail).toContain(`\`tideline up\`, process ${process.pid}`);
  writeFileSync(join(run, 'owner.json'), JSON.stringify({ ...owner, pid: 2 ** 30 }));
  expect((await checked(cwd)).checks.get('writer')?.detail).toBe('nobody writes it now');
});

test('watches are missed where somebody has data of his own, not where all of it is the demo’s', async () => {
  const cwd = temporaryDirectory();
  const directory = dataDirectory(join(cwd, 'data'));
  mkdirSync(directory.root);
  const begun = (timeline: string) =>
    writeFileSync(join(directory.root, 'demo.json'), JSON.stringify({ timeline, seed: 1, start: 1, liveFrom: 2 }));
  const log = await smallLog(directory.logFile, 'demo');
  const raw = new Uint8Array(1);
  await log.append(intake, 0, [{ source: 's', mapping: 'm', origin: 'o', size: 1, raw }]);
  await log.close();
  begun('demo');
  expect((await checked(cwd)).checks.get('configuration')).toMatchObject({
    state: 'ok',
    detail: 'valid, no watches: the demo brings its own',
  });
  begun('demo-2');
  expect((await checked(cwd)).checks.get('configuration')?.state).toBe('warn');
});

test('a wrong configuration fails, and everything else is still checked', async () => {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, 'tideline.yaml'), 'partitons: 2');
  const { code, checks } = await checked(cwd);
  expect(code).toBe(1);
  expect(checks.get('configuration')).toMatchObject({
    state: 'fail',
    detail: expect.stringMatching(/did you mean `partitions`/),
  });
  expect(checks.get('disk')).toBeDefined();
});

test('for people it is one line per check, and what to do under it', async () => {
  const { io, out } = capturedIo(temporaryDirectory());
  await doctor({ data: 'data', config: undefined, quiet: false, json: false }, io);
  expect(out()).toMatch(/^ok {3}node: 26\./);
  expect(out()).toMatch(/\nwarn configuration: valid, but there are no watches\n {5}→ name what to listen for/);
});
