import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

/** What the planted npm does for a script: what it prints, and how it ends. */
type Scripts = Readonly<Record<string, string>>;

const ALL_WELL: Scripts = {
  'run check': "printf '1 passed, 0 failed\\nmore\\n5 passed, 0 failed\\n'",
  test: "echo '10 passed, 0 failed'",
  'test -- tests/laws': "echo '1 passed, 0 failed'",
  'run test:crash -- --kills 50': "echo '50 passed, 0 failed'",
  'run test:crash -- --recorded': "echo '26 passed, 0 failed'",
  'run test:proofs': `printf 'airline-tweets/a\\nvader-tweets/b\\n' >> "$TIDELINE_DATA_USED"; echo '7 passed, 0 failed'`,
  'run test:e2e': "echo '4 passed, 0 failed'",
  'run test:api-fuzz -- --minutes 1': "echo '2 passed, 0 failed'",
  'run test:mutants': "echo '12 passed, 0 failed'",
};

/** Runs .ci/run in an empty project, with a planted npm and Python; returns its exit code and its lines. */
function runCi(scripts: Scripts, isDataThere = false): { code: number | null; lines: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'tideline-ci-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'project/.ci'), { recursive: true });
  copyFileSync(join(import.meta.dirname, '../.ci/run'), join(folder, 'project/.ci/run'));
  if (isDataThere) mkdirSync(join(folder, 'shared'));
  const cases = Object.entries({ ci: 'true', ...scripts }).map(([args, does]) => `'${args}') ${does} ;;`);
  plant(join(folder, 'npm'), `case "$*" in ${cases.join(' ')} *) echo 'npm error Missing script' >&2; exit 1;; esac`);
  plant(join(folder, 'python3'), 'mkdir -p "$3/bin"; ln -s /bin/true "$3/bin/pip"');
  const env = { ...process.env, PATH: `${folder}:/usr/bin:/bin`, TIDELINE_CHROMIUM: '/bin/true' };
  const { status, stdout } = spawnSync(join(folder, 'project/.ci/run'), { env, encoding: 'utf8' });
  return { code: status, lines: stdout.trimEnd().split('\n') };
}

function plant(file: string, script: string): void {
  writeFileSync(file, `#!/bin/bash\n${script}\n`);
  chmodSync(file, 0o755);
}

test('the last line sums up what each part says last', () => {
  const { code, lines } = runCi(ALL_WELL);
  expect(lines.at(-1)).toBe('117 passed, 0 failed');
  expect(code).toBe(0);
  expect(lines.join('\n')).toContain('There is no ../shared');
});

test.each<[string, Scripts, string]>([
  ['says that something failed', { test: "echo '9 passed, 3 failed'; exit 1" }, '116 passed, 3 failed'],
  ['says so and exits with 0', { test: "echo '9 passed, 3 failed'" }, '116 passed, 3 failed'],
  ['exits with an error after good counts', { test: "echo '10 passed, 0 failed'; exit 1" }, '117 passed, 1 failed'],
  ['says nothing', { test: 'true' }, '107 passed, 1 failed'],
  ['runs nothing', { test: "echo '0 passed, 0 failed'" }, '107 passed, 1 failed'],
  ['does not exist', { test: 'exit 1' }, '107 passed, 1 failed'],
])('a part that %s fails the run, and the others run all the same', (_what, scripts, counts) => {
  const { code, lines } = runCi({ ...ALL_WELL, ...scripts });
  expect([lines.at(-1), code]).toEqual([counts, 1]);
});

test('data beside the project must have been used', () => {
  expect(runCi(ALL_WELL, true).lines.at(-1)).toBe('119 passed, 0 failed');
  const { code, lines } = runCi({ ...ALL_WELL, 'run test:proofs': "echo '7 passed, 0 failed'" }, true);
  expect([lines.at(-1), code]).toEqual(['117 passed, 2 failed', 1]);
});
