import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { locateEngine } from '../../runtime/clickhouse/engine.ts';
import { messageOf } from '../../runtime/errors.ts';
import { PAGE_DIRECTORY } from '../page-directory.ts';
import type { Check } from './checks.ts';

/** One major version only: `node:ffi`, which loads the store, may change in the next. */
export function checkNode(version = process.versions.node): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const good = major === 26 && minor >= 10;
  const fix = good ? undefined : 'run `npm ci`, which brings Node 26, and start by `npx tideline`';
  return { name: 'node', state: good ? 'ok' : 'fail', detail: version, fix };
}

export function checkPlatform(environment: Readonly<Record<string, string | undefined>>): Check {
  const name = 'platform';
  const system = `${process.platform}-${process.arch}`;
  try {
    return { name, state: 'ok', detail: `${system}, store engine ${locateEngine(environment)}` };
  } catch (error) {
    const fix = 'run `npm ci` without --omit=optional, on Linux (glibc) or macOS';
    return { name, state: 'fail', detail: `${system}: ${messageOf(error)}`, fix };
  }
}

export function checkPage(directory = PAGE_DIRECTORY): Check {
  const name = 'page';
  if (existsSync(join(directory, 'index.html'))) return { name, state: 'ok', detail: 'built' };
  return { name, state: 'warn', detail: 'not built: only the API answers', fix: 'run `npm run build`' };
}
