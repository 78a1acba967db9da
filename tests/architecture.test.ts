import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TOP_LEVEL_FOLDERS, violationsIn } from './support/architecture/rules.ts';

const root = join(import.meta.dirname, '..');

/** Folders that git does not keep. */
const BUILT = ['node_modules', 'coverage', 'dist'];

function topLevelFolders(): string[] {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).filter((name) => !name.startsWith('.') && !BUILT.includes(name));
}

function sourceFiles(): string[] {
  return topLevelFolders().flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.[cm]?[jt]sx?$/.test(file) && !file.split(sep).some((part) => BUILT.includes(part)))
      .map((file) => join(folder, file)),
  );
}

test('no file breaks the rules of the house', () => {
  const files = sourceFiles();
  expect(files.length).toBeGreaterThan(10);
  expect(files.flatMap((path) => violationsIn(path, readFileSync(join(root, path), 'utf8')))).toEqual([]);
});

test('the top level has no folder beyond the given ones', () => {
  expect(topLevelFolders().filter((folder) => !TOP_LEVEL_FOLDERS.includes(folder))).toEqual([]);
});

describe('a planted violation is found:', () => {
  test.each([
    ['schemas/a.ts', "import { messageOf } from '../runtime/errors.ts';", 'imports runtime/errors.ts'],
    ['runtime/a.ts', "import type { Source } from '../connectors/connector.ts';", 'imports connectors/connector.ts'],
    ['processors/mentions/a.ts', "import { batch } from '../../sinks/batcher.ts';", 'imports sinks/batcher.ts'],
    [
      'connectors/x/a.ts',
      "export * from '../../processors/mentions/pipeline.ts';",
      'imports processors/mentions/pipeline.ts',
    ],
    ['sinks/a.ts', "type Slot = import('../scheduler/slots.ts').Slot;", 'imports scheduler/slots.ts'],
    ['api/routes/a.ts', "const runner = await import('../../ingest/runner.ts');", 'imports ingest/runner.ts'],
    ['api/a.ts', 'const runner = await import(`../ingest/runner.ts`);', 'imports a computed path'],
    ['ingest/a.ts', "import { open } from '../connectors/x/index.ts';", 'imports connectors/x/index.ts'],
    ['ingest/a.ts', "import { Source } from '../connectors/connector.ts';", 'imports more than types'],
    ['scheduler/a.ts', "export { P } from '../connectors/connector.ts';", 'imports more than types'],
    ['dashboards/web/a.ts', "import { server } from '../../api/server.ts';", 'imports api/server.ts'],
    ['dashboards/web/a.ts', "import type { Api } from '../../api/server.ts';", 'imports api/server.ts'],
    ['dashboards/web/a.ts', "import { kpis } from '../../api/schemas/answers.ts';", 'imports more than types'],
    ['runtime/a.ts', "import { compose } from '../app/compose.ts';", 'imports app/compose.ts'],
    ['runtime/a.test.ts', "import { compose } from '../app/compose.ts';", 'imports app/compose.ts'],
    ['runtime/a.ts', "import { fakeClock } from '../tests/support/clock.ts';", 'imports tests/support/clock.ts'],
    ['runtime/a.ts', "import '../scripts/check.ts';", 'imports scripts/check.ts'],
    ['runtime/a.ts', "new Worker(new URL('../app/engine.ts', import.meta.url));", 'imports app/engine.ts'],
    ['runtime/a.cjs', "require('../sinks/batcher.ts');", 'imports sinks/batcher.ts'],
    ['runtime/a.ts', "import { x } from '../../elsewhere/x.ts';", 'imports ../elsewhere/x.ts'],
    ['connectors/a.ts', 'export const load = (name: string) => import(name);', 'imports a computed path'],
    ['processors/mentions/a.ts', 'export const now = new Date();', 'reads the wall clock'],
    ['runtime/log/a.ts', 'export const now = Date();', 'reads the wall clock'],
    ['runtime/a.ts', 'export type Four<A, B, C, D> = [A, B, C, D];', 'has 4 type parameters'],
    ['runtime/a.ts', 'export const = 1;', 'cannot be parsed'],
  ])('in %s: %s', (path, source, found) => {
    expect(violationsIn(path, source)).toEqual([expect.stringMatching(`^${path}(?::1)? ${found}`)]);
  });
});

describe('what is allowed is not a violation:', () => {
  test.each([
    ['sinks/a/b.ts', "import '../c.ts'; import '../../runtime/errors.ts';"],
    ['ingest/a.ts', "import { type Source } from '../connectors/connector.ts';"],
    ['schemas/a.ts', "import 'typebox'; import 'node:zlib'; import '@clickhouse/client';"],
    ['dashboards/web/a.tsx', "import type { Kpis } from '../../api/schemas/answers.ts'; import './a.css';"],
    ['app/a.ts', "import '../sinks/a.ts'; export const now = new Date();"],
    ['tests/a.ts', "import '../app/compose.ts'; export const now = new Date();"],
    ['runtime/a.test.ts', "import '../tests/support/clock.ts';"],
    ['runtime/a.ts', 'export const at = (ms: number) => new Date(ms);'],
    ['runtime/time/clock.ts', 'export const now = new Date();'],
    ['runtime/a.ts', 'export type Three<A, B, C> = [A, B, C];'],
  ])('in %s: %s', (path, source) => {
    expect(violationsIn(path, source)).toEqual([]);
  });
});

describe('the cap on functions', () => {
  /** A function of `lines` own lines, and whatever else stands in it. */
  const functionOf = (lines: number, rest = ''): string =>
    `function long(): void {\n${'  step();\n'.repeat(lines - 2)}${rest}}`;

  test('counts the lines of a function', () => {
    expect(violationsIn('runtime/a.ts', functionOf(50))).toEqual([]);
    expect(violationsIn('runtime/a.ts', functionOf(51))).toEqual([expect.stringContaining('of 51 own lines, at most')]);
  });

  test('counts a nested function by itself, and not in the one around it', () => {
    expect(violationsIn('runtime/a.ts', functionOf(50, functionOf(50)))).toEqual([]);
    expect(violationsIn('runtime/a.ts', functionOf(50, functionOf(51)))).toHaveLength(1);
    expect(violationsIn('runtime/a.ts', functionOf(51, functionOf(50)))).toHaveLength(1);
  });

  test('does not count blank lines, comments and the text of templates', () => {
    expect(violationsIn('runtime/a.ts', functionOf(50, '\n  // why\n  /* and\n  why */\n'))).toEqual([]);
    expect(violationsIn('runtime/a.ts', functionOf(40, `  return \`${'a line\n'.repeat(50)}\`;\n`))).toEqual([]);
  });

  test('is not for tests, which are lists of cases', () => {
    expect(violationsIn('tests/a.ts', functionOf(100))).toEqual([]);
  });
});
