import { expect, test } from 'vitest';
import { locateEngine } from './engine.ts';

test('the engine of this machine is found', () => {
  expect(locateEngine({})).toMatch(/libchdb\.(so|dylib)$/);
});

test('a machine without one is told what to do', () => {
  expect(() => locateEngine({ CHDB_LIBCHDB_PATH: '/nowhere/libchdb.so' })).toThrow(
    expect.objectContaining({ code: 'PLATFORM_UNSUPPORTED', message: expect.stringContaining('npm ci') }),
  );
});
