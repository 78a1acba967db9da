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
