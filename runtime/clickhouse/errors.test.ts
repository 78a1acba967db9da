import { ClickHouseError } from '@clickhouse/client';
import { expect, test } from 'vitest';
import { TidelineError } from '../errors.ts';
import { failureClass, storeError } from './errors.ts';

const engine = (code: string, message = 'what happened') => new ClickHouseError({ message, code, type: 'SOME_TYPE' });

test.each([
  ['202', 'retry', 'STORE_BUSY'],
  ['241', 'retry', 'STORE_BUSY'],
  ['159', 'retry', 'STORE_BUSY'],
  ['117', 'poison', 'QUERY_FAILED'],
  ['691', 'poison', 'QUERY_FAILED'],
  ['60', 'bug', 'QUERY_FAILED'],
  ['62', 'bug', 'QUERY_FAILED'],
  ['497', 'refused', 'STORE_REFUSED'],
  ['516', 'refused', 'STORE_REFUSED'],
  ['123456', 'bug', 'QUERY_FAILED'],
])('code %s is %s and shows as %s, also from inside a TidelineError', (code, failure, shown) => {
  const error = engine(code);
  expect(failureClass(error)).toBe(failure);
  const wrapped = storeError(error, 'the question');
  expect(wrapped).toMatchObject({
    code: shown,
    cause: error,
    message: expect.stringMatching(/the question.*what happened/),
  });
  expect(failureClass(wrapped)).toBe(failure);
  expect(storeError(wrapped, 'again')).toBe(wrapped);
});

test.each([
  ['243', 'Cannot reserve 2.06 MiB, not enough space.'],
  ['75', 'Cannot write to file /data/text.bin: , errno: 28, strerror: No space left on device'],
  ['76', 'Cannot open file /data/text.bin: , errno: 28, strerror: No space left on device'],
  ['1000', 'File access error: No space left on device: /data/tmp_insert_0_6_6_0'],
  ['1001', 'std::filesystem: in create_directories: No space left on device'],
])('code %s of a full disk is waited for, never taken for poison, and says what to do', (code, said) => {
  const error = engine(code, said);
  expect(failureClass(error)).toBe('retry');
  const { code: shown, message } = storeError(error, 'the insert');
  expect(shown).toBe('DISK_FULL');
  expect(message).toContain(`The disk of the store is full (the insert): ${said}`);
  expect(message).toContain('Free some space');
});

test('a disk that fails is waited for too, and is not called full', () => {
  const error = engine('75', 'Cannot write to file /data/text.bin: , errno: 5, strerror: Input/output error');
  expect(failureClass(error)).toBe('retry');
  expect(storeError(error, 'the insert')).toMatchObject({ code: 'STORE_BUSY' });
});

test('a lost connection is worth another try and says that the store did not answer', () => {
  const error = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  expect(failureClass(error)).toBe('retry');
  expect(storeError(error, 'q')).toMatchObject({ code: 'STORE_DOWN', message: expect.stringContaining('Try again') });
});

test('a mistake of ours is not taken for a lost connection', () => {
  expect(failureClass(new TypeError('x is not a function'))).toBe('bug');
  expect(failureClass(new TidelineError('INTERNAL', 'broken'))).toBe('bug');
});

test('a syntax error does not list the whole grammar', () => {
  const error = storeError(
    engine('62', 'Syntax error: failed at position 1. Expected one of: SELECT, WITH, FROM'),
    'q',
  );
  expect(error.message).toBe('q failed: Syntax error: failed at position 1');
});
