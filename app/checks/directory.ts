import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf } from '../../runtime/errors.ts';
import { ownerOf, type DataDirectory } from '../directory.ts';
import { isAlive } from '../process-file.ts';
import type { Check } from './checks.ts';

const LITTLE_BYTES = 2_000_000_000;
const TOO_LITTLE_BYTES = 200_000_000;

/** `data`: the option that commands for this directory take, as in ` --data DIR`. Whether it can be written, and by which version of its layout it was. */
export function checkDirectory({ root }: DataDirectory, data: string): Check[] {
  const name = 'data directory';
  const place = existingParent(root);
  try {
    accessSync(place, constants.R_OK | constants.W_OK);
  } catch (error) {
    return [
      { name, state: 'fail', detail: messageOf(error), fix: 'check its permissions, or choose another with --data' },
    ];
  }
  if (place !== root)
    return [{ name, state: 'ok', detail: `${root} does not exist yet; \`npx tideline up${data}\` creates it` }];
  if (!statSync(root).isDirectory())
    return [{ name, state: 'fail', detail: `${root} is a file`, fix: 'name a directory with --data' }];
  const version = join(root, 'version');
  if (!existsSync(version)) {
    const fix = 'if it holds something else, choose another with --data';
    return [{ name, state: 'warn', detail: `${root} has no version file: Tideline has not used it`, fix }];
  }
  return [{ name, state: 'ok', detail: `${root}, format ${readFileSync(version, 'utf8').trim()}` }];
}

export function checkOwner({ root }: DataDirectory): Check {
  const owner = ownerOf(root);
  if (owner === undefined || !isAlive(owner.pid))
    return { name: 'writer', state: 'ok', detail: 'nobody writes it now' };
  const detail = `\`tideline ${owner.command}\`, process ${owner.pid}, since ${owner.since}`;
  return { name: 'writer', state: 'ok', detail };
}

export function checkDisk({ root }: DataDirectory): Check {
  const { bavail, bsize } = statfsSync(existingParent(root));
  const free = bavail * bsize;
  const state = free < TOO_LITTLE_BYTES ? 'fail' : free < LITTLE_BYTES ? 'warn' : 'ok';
  const fix = state === 'ok' ? undefined : 'free some space, or put --data on another disk';
  return { name: 'disk', state, detail: `${gigabytes(free)} free`, fix };
}

export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e9 ? 3 : 1)} GB`;
}

function existingParent(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : existingParent(dirname(path));
}
