import { TidelineError, messageOf } from '../../runtime/errors.ts';

const WHAT_TO_DO: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist; check the path (a relative one starts at the current directory)',
  EISDIR: 'is a directory; name one file in it',
  ENOTDIR: 'does not exist: a part of its path is a file; check the path',
  EACCES: 'may not be read by this user; change its permissions',
  EPERM: 'may not be read by this user; change its permissions',
  EIO: 'could not be read: the disk reports an error; copy the file from its source again',
  Z_BUF_ERROR: 'is cut: the gzip data ends too early; download or compress it again',
};

/** Any failure to read a recorded file, as an error that says which file and what to do. */
export function unreadable(path: string, error: unknown): TidelineError {
  if (error instanceof TidelineError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const damaged = code.startsWith('Z_')
    ? 'is damaged: it is not valid gzip data; download or compress it again'
    : undefined;
  const what = WHAT_TO_DO[code] ?? damaged ?? `could not be read: ${messageOf(error)}`;
  return new TidelineError('FILE_UNREADABLE', `the file ${path} ${what}`, { cause: error });
}

/** The same for a reason that no system call reports. */
export function unusable(path: string, what: string): TidelineError {
  return new TidelineError('FILE_UNREADABLE', `the file ${path} ${what}`);
}
