import { expect, test } from 'vitest';
import { NO_NAME, type Name } from '../../schemas/envelope.ts';
import { acceptName, nextName } from './names.ts';

const name = (at: number, index = 0): Name => ({ at, index });

test('records of a producer are accepted in the order of their names, whatever positions lie between them', () => {
  const seen = new Map<string, Name>();
  expect(acceptName(seen, 'a', name(3), NO_NAME, 'here')).toBe(true);
  expect(acceptName(seen, 'a', name(3, 1), name(3), 'here')).toBe(true);
  expect(acceptName(seen, 'a', name(900), name(3, 1), 'here')).toBe(true);
});

test('the very first record may come from position 0', () => {
  expect(acceptName(new Map(), 'a', name(0), NO_NAME, 'here')).toBe(true);
});

test('a name that is not later than the last seen is a repeat, and the last seen stays', () => {
  const seen = new Map([['a', name(5, 1)]]);
  for (const repeat of [name(5, 1), name(5), name(4, 9)]) {
    expect(acceptName(seen, 'a', repeat, NO_NAME, 'here')).toBe(false);
  }
  expect(seen.get('a')).toEqual(name(5, 1));
});

test('a record whose previous name was never seen is a gap and stops the partition with the place', () => {
  const seen = new Map([['a', name(5)]]);
  expect(() => acceptName(seen, 'a', name(9), name(7), 'main/t/mentions/1/0')).toThrow(
    expect.objectContaining({ code: 'LOG_GAP', message: expect.stringContaining('main/t/mentions/1/0') as string }),
  );
  expect(() => acceptName(seen, 'a', name(9), name(5, 1), 'here')).toThrow(
    expect.objectContaining({ code: 'LOG_GAP' }),
  );
});

test('producers do not know each other', () => {
  const seen = new Map([['a', name(50)]]);
  expect(acceptName(seen, 'b', name(0), NO_NAME, 'here')).toBe(true);
});

test('names count the outputs of one input position from 0', () => {
  expect(nextName(NO_NAME, 7)).toEqual(name(7));
  expect(nextName(name(7), 7)).toEqual(name(7, 1));
  expect(nextName(name(7, 1), 8)).toEqual(name(8));
});
