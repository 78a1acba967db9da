import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { intake } from '../schemas/streams.ts';
import { temporaryDirectory } from '../tests/support/command-io.ts';
import { smallLog } from '../tests/support/small-log.ts';
import { dataDirectory } from './directory.ts';

const main = join(import.meta.dirname, 'main.ts');

function run(args: readonly string[], cwd = temporaryDirectory(), env: Record<string, string> = {}) {
  const { PATH = '' } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd,
    env: { PATH, ...env },
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

describe('usage', () => {
  test.each([
    [['replya'], /^tideline: unknown command 'replya'\n\(Did you mean replay\?\)/],
    [['topics', 'tial'], /^tideline: unknown command 'tial'\n\(Did you mean tail\?\)/],
    [['doctor', '--jsno'], /^tideline: unknown option '--jsno'\n\(Did you mean --json\?\)/],
    [['replay', 'x', '--maping', 'm'], /^tideline: unknown option '--maping'\n\(Did you mean --mapping\?\)/],
    [['replay', 'x.jsonl'], /^tideline: required option '--mapping <file>' not specified/],
    [
      ['replay', 'x', '--mapping', 'm', '--speed', '0'],
      /argument '0' is invalid\. It must be `max`, or how many times/,
    ],
    [['replay', 'x', '--mapping', 'm', '--order', 'size'], /Allowed choices are time, file/],
    [['replay', 'x', '--mapping', 'm', '--partitions', '1.5'], /whole number from 1 to 1024/],
    [['topics', 'tail', 'intake', '--from', '1', '--last', '2'], /cannot be used with option '--last/],
    [['sql'], /^tideline: missing required argument 'query'/],
    [['version', 'more'], /too many arguments/],
  ])('%j is refused with exit code 2', (args, message) => {
    const { code, out, err } = run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });

  test('no command at all prints the help to stderr, exit code 2', () => {
    expect(run([])).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^Usage: tideline/) });
  });

  test('--help is data: stdout, exit code 0, with the common options for every command', () => {
    expect(run(['topics', 'tail', '--help'])).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/--data <dir>/),
    });
  });
});

test('sql --help names every view with its columns', () => {
  const { code, out } = run(['sql', '--help']);
  expect(code).toBe(0);
  expect(out).toMatch(/mentions\(timeline, [^]*mention_windows\(timeline, [^]*counts\(timeline, counter, value\)/);
});

describe('files that are not there, or something else, are said in plain words', () => {
  test.each([
    [['up', '--data', 'file'], 2, /file is a file: it must name a directory/],
    [['sql', 'SELECT 1', '--data', 'file'], 2, /file is a file: it must name a directory/],
    [
      ['config', 'check', '--config', 'none.yaml'],
      3,
      /There is no configuration file .*none\.yaml: --config names one/,
    ],
    [['up', '--config', 'none.yaml'], 3, /There is no configuration file/],
  ])('%j', (args, code, message) => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'file'), '');
    const ended = run(args, cwd);
    expect(ended).toMatchObject({ code, out: '', err: expect.stringMatching(message) });
    expect(ended.err).not.toMatch(/ENOENT|ENOTDIR|EEXIST/);
  });
});

describe('exit codes and streams', () => {
  test('version answers on stdout, common options before or after it', () => {
    const expected = { code: 0, err: '', out: expect.stringContaining(`tideline ${manifest.version}\n`) };
    expect(run(['version', '--data', 'x'])).toMatchObject(expected);
    expect(run(['--data', 'x', 'version'])).toMatchObject(expected);
  });

  test('a wrong configuration is 3, with a message and no stack', () => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'tideline.yaml'), 'partitions: many\n');
    const { code, out, err } = run(['config', 'check'], cwd);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toMatch(/^tideline: the configuration cannot be used/);
    expect(err).not.toMatch(/\n {4}at /);
    expect(run(['config', 'check'], cwd, { TIDELINE_DEBUG: '1' }).err).toMatch(/\n {4}at /);
  });

  test('--quiet says nothing when nothing is wrong', () => {
    expect(run(['config', 'check', '--quiet'])).toEqual({ code: 0, out: '', err: '' });
  });

  test.each([
    ['sql', 'SELECT 1'],
    ['topics', 'ls'],
    ['topics', 'dlq'],
  ])('%s %s without a directory is 1, and says which command makes one', (...args) => {
    const { code, out, err } = run(args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/no data directory .*\.tideline yet: `tideline up` or `tideline replay/);
  });

  test('a reader that leaves early ends the command quietly', async () => {
    const child = spawn(process.execPath, [main, 'config', 'schema'], { stdio: ['ignore', 'pipe', 'pipe'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(err).toBe('');
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s ends a command that waits, exit code 130', async (signal) => {
    const cwd = temporaryDirectory();
    const log = await smallLog(dataDirectory(cwd).logFile);
    await log.append(intake, 0, [{ source: 's', mapping: 'm', origin: 'o', size: 0, raw: new Uint8Array() }]);
    await log.close();
    const child = spawn(process.execPath, [main, 'topics', 'tail', 'intake', '--follow', '--data', cwd], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([130, null]);
  });
});
