import { expect, test } from 'vitest';
import { startFailure } from './start-failure.ts';

const place = { directory: '/data/store', port: 8_123 };

test.each([
  [
    'Code: 76. DB::Exception: Cannot lock file /data/store/data/status. Another server instance …',
    'locked',
    'DIRECTORY_LOCKED',
  ],
  ['Code: 210. DB::Exception: Listen [127.0.0.1]:8123 failed: … Address already in use', 'port-taken', 'STORE_DOWN'],
  ['Code: 243. DB::Exception: … errno: 28, strerror: No space left on device', 'disk-full', 'DISK_FULL'],
  ["EROFS: read-only file system, open '/data/store/etc/config.xml'", 'read-only', 'DIRECTORY_READONLY'],
  ["EACCES: permission denied, mkdir '/data/store'", 'read-only', 'DIRECTORY_READONLY'],
  ['Error [ERR_UNKNOWN_BUILTIN_MODULE]: No such built-in module: node:ffi', 'no-ffi', 'PLATFORM_UNSUPPORTED'],
  ['Code: 49. DB::Exception: Logical error', 'unknown', 'STORE_DOWN'],
])('%s', (reason, kind, code) => {
  const failure = startFailure(`${reason}\n  at line 1`, place);
  expect(failure).toMatchObject({ kind, error: { code } });
  expect(failure.error.message).toContain(reason.slice(0, 60));
});

test('a child that says nothing is reported as such', () => {
  expect(startFailure('', place).error.message).toBe('The store in /data/store did not start. It gave no reason.');
});
