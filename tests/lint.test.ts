import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Lints files as if they were the project's: its configuration, the paths given. Returns lines `path:line rule`, sorted. */
function lint(files: Readonly<Record<string, string>>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tideline-lint-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  writeFileSync(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "strict": true, "lib": ["esnext", "dom"] } }');
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), source);
  }
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
  const { stdout } = spawnSync(process.execPath, [oxlint, '--format=unix'], { cwd: folder, encoding: 'utf8' });
  const found = stdout.matchAll(/^(.+?):(\d+):\d+: .*\[\w+\/\w+\((.+)\)\]$/gm);
  return Array.from(found, ([, path, line, rule]) => `${path}:${line} ${rule}`).toSorted();
}

/** The rules found on each line of a file. */
function rulesByLine(path: string, lines: readonly string[]): string[][] {
  const found = lint({ [path]: lines.join('\n') }).map((line) => line.split(' '));
  return lines.map((_, i) => found.flatMap(([place, rule]) => (place === `${path}:${i + 1}` && rule ? [rule] : [])));
}

function constants(lines: number): string {
  return Array.from({ length: lines }, (_, i) => `export const c${i} = ${i};`).join('\n');
}

/** A line that lets the ambient world in, and the rule that must see it. */
const AMBIENT: Readonly<Record<string, string>> = {
  "export { env } from 'node:process';": 'no-restricted-imports',
  "export { performance } from 'node:perf_hooks';": 'no-restricted-imports',
  "export { setTimeout } from 'node:timers/promises';": 'no-restricted-imports',
  "export { randomUUID } from 'node:crypto';": 'no-restricted-imports',
  'export const a = Date.now();': 'no-restricted-properties',
  'export const b = Temporal.Now.instant();': 'no-restricted-properties',
  'export const c = Math.random();': 'no-restricted-properties',
  "export const d = process.env['HOME'];": 'no-restricted-properties',
  'export const e = process.argv;': 'no-restricted-properties',
  'export const f = process.hrtime.bigint();': 'no-restricted-properties',
  'export const g = performance.now();': 'no-restricted-globals',
  'export const h = crypto.randomUUID();': 'no-restricted-globals',
  "export const i = fetch('http://localhost');": 'no-restricted-globals',
  "export const j = globalThis.fetch('http://localhost');": 'no-restricted-globals',
  'export const k = setTimeout(() => undefined, 1);': 'no-restricted-globals',
  "console.error('x');": 'no-console',
};

test('nothing ambient gets into the product', () => {
  const found = rulesByLine('processors/planted.ts', Object.keys(AMBIENT));
  expect(found).toEqual(Object.values(AMBIENT).map((rule) => expect.arrayContaining([rule])));
});

test.each(['app/a.ts', 'runtime/time/a.ts', 'runtime/logger.ts', 'runtime/a.test.ts', 'tests/a.ts', 'scripts/a.ts'])(
  'the ambient world is let in by %s',
  (path) => {
    const found = rulesByLine(path, Object.keys(AMBIENT)).flat();
    expect(found.filter((rule) => Object.values(AMBIENT).includes(rule))).toEqual([]);
  },
);

/** A line that the type system lets pass, and the rule that must not. */
const TYPES: Readonly<Record<string, string>> = {
  "import { Buffer } from 'node:buffer';": 'consistent-type-imports',
  'export const a = (value: any, bytes: Buffer) => [value, bytes];': 'no-explicit-any',
  'export const b = (list: readonly number[]) => list[0]!;': 'no-non-null-assertion',
  'export function c() { Promise.resolve(); }': 'no-floating-promises',
  'export const d = [1].filter(async () => true);': 'no-misused-promises',
  'export const e = async () => await 1;': 'await-thenable',
  "export function f(x: 'a' | 'b') { switch (x) { case 'a': break; } }": 'switch-exhaustiveness-check',
  "export const g = JSON.parse('1').length;": 'no-unsafe-member-access',
  'export function h() { throw 1; }': 'only-throw-error',
  'export default a;': 'no-default-export',
};

test('what types cannot promise is refused', () => {
  const found = rulesByLine('runtime/planted.ts', Object.keys(TYPES));
  expect(found).toEqual(Object.values(TYPES).map((rule) => expect.arrayContaining([rule])));
});

test('a file of 401 lines is too long', () => {
  const found = lint({ 'runtime/long.ts': constants(401), 'runtime/full.ts': constants(400) });
  expect(found.filter((line) => line.includes('max-lines'))).toEqual(['runtime/long.ts:401 max-lines']);
});
