/**
 * Applies each planted mistake of tests/mutants to a copy of the tree and runs the tests that its first line names: they must fail.
 * A mistake that survives, or whose patch no longer applies, fails the run, and so does one after which the tests do not end or
 * write no report, for that shows nothing: unless its patch says `# may hang`, because an endless loop is what it plants.
 * Usage: node scripts/mutants.ts [part of a name …]
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '..');
const PATCHES = join(ROOT, 'tests/mutants');
const COPIES = 2;
/** No tests that a patch names take half of it, so what is not over by then does not end. */
const LIMIT_MS = 90_000;

interface Mutant {
  readonly name: string;
  readonly path: string;
  readonly tests: readonly string[];
  /** It plants an endless loop: tests that do not end have noticed it. */
  readonly mayHang: boolean;
}

interface Report {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

async function mutants(): Promise<Mutant[]> {
  const wanted = process.argv.slice(2);
  const files = (await readdir(PATCHES)).filter((file) => file.endsWith('.patch')).toSorted();
  const all = files.map(async (file): Promise<Mutant> => {
    const path = join(PATCHES, file);
    const [header = ''] = (await readFile(path, 'utf8')).split(/^(?!#)/m);
    const tests = /^# tests: (.+)$/m.exec(header)?.[1]?.trim().split(/\s+/);
    if (tests === undefined) throw new Error(`${file}: the first line must be "# tests: <test files>"`);
    return { name: file.replace('.patch', ''), path, tests, mayHang: /^# may hang\b/m.test(header) };
  });
  return (await Promise.all(all)).filter(
    ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
  );
}

/** The files git knows or would know, without what it ignores; the packages are shared. */
async function copyOfTree(directory: string): Promise<string> {
  const { stdout } = await run('git', ['ls-files', '-coz', '--exclude-standard'], { cwd: ROOT, maxBuffer: 1 << 26 });
  for (const file of stdout.split('\0').filter((name) => name !== '')) {
    await mkdir(dirname(join(directory, file)), { recursive: true });
    // A file that is being replaced just now is absent for a moment; the tests will say so if it mattered.
    await cp(join(ROOT, file), join(directory, file)).catch(() => undefined);
  }
  await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  return directory;
}

/** What the tests reported, or why there is no report. */
async function runTests(directory: string, tests: readonly string[]): Promise<Report | 'no end' | 'no report'> {
  const report = join(directory, 'report.json');
  await rm(report, { force: true });
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--bail',
    '1',
    '--reporter',
    'json',
    '--outputFile',
    report,
    ...tests,
  ];
  const options = { cwd: directory, timeout: LIMIT_MS, maxBuffer: 1 << 26, env: { ...process.env, LAW_SEEDS: '99' } };
  const stopped = await run(process.execPath, args, options).then(
    () => false,
    (error: unknown) => (error as { killed?: boolean }).killed === true,
  );
  if (stopped) return 'no end';
  const json = await readFile(report, 'utf8').catch(() => undefined);
  return json === undefined ? 'no report' : (JSON.parse(json) as Report);
}

function killerOf(report: Report): string | undefined {
  return report.testResults.flatMap((file) => file.assertionResults).find(({ status }) => status === 'failed')
    ?.fullName;
}

/** Why the mutant counts as killed, or what is wrong with it. */
async function verdict(directory: string, mutant: Mutant): Promise<{ killed: boolean; why: string }> {
  const apply = (...flags: string[]) => run('git', ['apply', ...flags, mutant.path], { cwd: directory });
  try {
    await apply();
  } catch (error) {
    return { killed: false, why: `the patch does not apply: ${(error as Error).message.trim().split('\n').at(-1)}` };
  }
  const report = await runTests(directory, mutant.tests);
  await apply('-R');
  if (report === 'no end') return { killed: mutant.mayHang, why: `no end within ${LIMIT_MS / 1000} s` };
  if (report === 'no report') return { killed: false, why: 'the tests ended without a report' };
  if (report.success) return { killed: false, why: `survives ${mutant.tests.join(' ')}` };
  const killer = killerOf(report);
  if (killer !== undefined) return { killed: true, why: killer };
  return { killed: false, why: `the tests do not load: ${report.testResults[0]?.message.split('\n')[0]}` };
}

async function main(): Promise<void> {
  const all = await mutants();
  const directories = await Promise.all(
    Array.from({ length: COPIES }, () => mkdtemp(join(tmpdir(), 'tideline-mutants-'))),
  );
  try {
    await Promise.all(directories.map(copyOfTree));
    const tests = [...new Set(all.flatMap((mutant) => mutant.tests))];
    const sound = await runTests(directories[0] ?? '', tests);
    if (typeof sound === 'string') throw new Error(`without any mutant the tests come to ${sound}`);
    if (!sound.success) throw new Error(`without any mutant the tests fail: ${killerOf(sound)}`);
    const queue = [...all];
    let [passed, failed] = [0, 0];
    await Promise.all(
      directories.map(async (directory) => {
        for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
          const { killed, why } = await verdict(directory, mutant);
          if (killed) passed++;
          else failed++;
          console.log(`${killed ? 'killed  ' : 'FAILED  '} ${mutant.name}: ${why}`);
        }
      }),
    );
    console.log(`${passed} passed, ${failed} failed`);
    process.exitCode = failed === 0 ? 0 : 1;
  } finally {
    for (const directory of directories) await rm(directory, { recursive: true, force: true });
  }
}

await main();
