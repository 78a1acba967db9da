// `npm run check [-- name …]`: every script of package.json named `check:…`, or those named. All of them run even when one fails,
// so that one run shows everything that is wrong. Ends with the line `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import manifest from '../package.json' with { type: 'json' };

const checks = Object.keys(manifest.scripts).filter((name) => name.startsWith('check:'));

/** Runs one check in this terminal. */
function passes(name: string): boolean {
  console.log(`\n== ${name}`);
  if (!checks.includes(name)) console.error(`There is no ${name} in package.json, only ${checks.join(', ')}.`);
  return spawnSync('npm', ['run', '--silent', name], { stdio: 'inherit' }).status === 0;
}

const named = process.argv.slice(2).map((name) => `check:${name}`);
const names = named.length > 0 ? named : checks;
const failed = names.filter((name) => !passes(name));
console.log(failed.length === 0 ? '' : `\nfailed: ${failed.join(', ')}`);
console.log(`${names.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
