// `npm run check:openapi`: nothing that a client may use was taken out of api/openapi.json since the commit that this work began from, or since
// the last one on the main line itself. What is meant to go is listed in api/openapi-removed.txt with its reason.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { removalsIn } from '../api/openapi-removals.ts';

const root = join(import.meta.dirname, '..');
const DOCUMENT = 'api/openapi.json';

/** The answer of git; undefined where it has none. */
function git(...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64e6 });
  return status === 0 ? stdout.trim() : undefined;
}

function baseCommit(): string | undefined {
  const head = git('rev-parse', 'HEAD');
  const branched = git('merge-base', 'HEAD', 'origin/main');
  return branched !== undefined && branched !== head ? branched : git('rev-parse', '--verify', 'HEAD~1');
}

const base = baseCommit();
const before = base === undefined ? undefined : git('show', `${base}:${DOCUMENT}`);
if (base === undefined || before === undefined) {
  console.log(
    `NOTHING WAS COMPARED: there is no ${base === undefined ? 'commit' : DOCUMENT} before this one to compare with (a shallow clone?).`,
  );
} else {
  const accepted = new Set(readFileSync(join(root, 'api/openapi-removed.txt'), 'utf8').split('\n'));
  const removals = removalsIn(JSON.parse(before), JSON.parse(readFileSync(join(root, DOCUMENT), 'utf8')));
  const broken = removals.filter((line) => !accepted.has(line));
  for (const line of broken) console.error(`${DOCUMENT}: clients of ${base.slice(0, 9)} would miss ${line}`);
  console.log(
    `${DOCUMENT} against ${base.slice(0, 9)}: ${removals.length - broken.length} removals meant, ${broken.length} not`,
  );
  process.exitCode = broken.length === 0 ? 0 : 1;
}
