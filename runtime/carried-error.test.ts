import { expect, test } from 'vitest';
import { carriedError, revivedError } from './carried-error.ts';
import { TidelineError } from './errors.ts';

const across = (error: unknown): Error => revivedError(structuredClone(carriedError(error)));

test('an error of ours comes out with its code, message, stack and cause', () => {
  const error = new TidelineError('DISK_FULL', 'no space', { cause: new RangeError('ENOSPC') });
  const found = across(error);
  expect(found).toBeInstanceOf(TidelineError);
  expect(found).toMatchObject({ code: 'DISK_FULL', exitCode: 1, message: 'no space', stack: error.stack });
  expect(found.cause).toMatchObject({ name: 'RangeError', message: 'ENOSPC' });
});

test('any other error keeps its name, and what is none becomes one', () => {
  expect(across(new TypeError('x is not a function'))).toMatchObject({
    name: 'TypeError',
    message: 'x is not a function',
  });
  expect(across('thrown text').message).toBe('thrown text');
});
