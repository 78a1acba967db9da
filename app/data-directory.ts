import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TidelineError } from '../runtime/errors.ts';
import type { CommandIo } from './io.ts';
import type { CommonOptions } from './options.ts';

/** Where everything lies in a data directory. */
export interface DataDirectory {
  readonly root: string;
  /** The layout's version: a number and a line feed. */
  readonly version: string;
  readonly log: string;
  readonly store: string;
  /** Who writes here: `{ pid, command, since }`. */
  readonly owner: string;
  /** How to join the running store: `{ pid, url, user, password }` of the viewer, 0600. */
  readonly runningStore: string;
}

export function dataDirectory({ data }: Pick<CommonOptions, 'data'>, { cwd }: Pick<CommandIo, 'cwd'>): DataDirectory {
  const root = resolve(cwd, data);
  return {
    root,
    version: join(root, 'version'),
    log: join(root, 'log.sqlite'),
    store: join(root, 'store'),
    owner: join(root, 'run', 'owner.json'),
    runningStore: join(root, 'run', 'store.json'),
  };
}

/** For commands that only look. Throws FILE_UNREADABLE when there is nothing to look at yet. */
export function existingDirectory(options: Pick<CommonOptions, 'data'>, io: Pick<CommandIo, 'cwd'>): DataDirectory {
  const directory = dataDirectory(options, io);
  if (existsSync(directory.root)) return directory;
  throw new TidelineError(
    'FILE_UNREADABLE',
    `There is no data directory ${directory.root} yet: \`tideline up\` or \`tideline replay FILE --mapping M.yaml\` creates it; --data names another.`,
  );
}
