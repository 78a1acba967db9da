import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { TidelineError } from '../runtime/errors.ts';
import { dataDirectory, refuseFile, type DataDirectory } from './directory.ts';
import type { CommandIo } from './io.ts';
import type { CommonOptions } from './options.ts';

/** The data directory for commands that only look. Throws FILE_UNREADABLE when there is nothing to look at yet. */
export function existingDirectory(options: Pick<CommonOptions, 'data'>, io: Pick<CommandIo, 'cwd'>): DataDirectory {
  const root = resolve(io.cwd, options.data);
  refuseFile(root);
  if (existsSync(root)) return dataDirectory(root);
  throw new TidelineError(
    'FILE_UNREADABLE',
    `There is no data directory ${root} yet: \`tideline up\` or \`tideline replay FILE --mapping M.yaml\` creates it; --data names another.`,
  );
}
