import { dirname } from 'node:path';
import { TidelineError } from '../../runtime/errors.ts';

/** A failure to write the sorted copy, as an error that says what to do; others, and those that are told already, as they are. */
export function unwritable(target: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  const where = `sorting what is replayed into ${dirname(target)}`;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const advice = 'it takes twice the decompressed size; free some space, or replay a file with --order file';
    return new TidelineError('DISK_FULL', `the disk is full: ${where}: ${advice}`, { cause: error });
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    const advice = 'this user may not write there; change its permissions or choose another --data directory';
    return new TidelineError('DIRECTORY_READONLY', `${where}: ${advice}`, { cause: error });
  }
  return error;
}
