import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader, ByteWriter } from '../../../schemas/bytes.ts';
import { addAuthor, countAuthors, EXACT, noAuthors, readAuthors, writeAuthors, type Authors } from './authors.ts';

function authorsOf(names: Iterable<string>): Authors {
  const authors = noAuthors();
  for (const name of names) addAuthor(authors, 'x', name);
  return authors;
}

function bytesOf(authors: Authors): Uint8Array {
  const writer = new ByteWriter();
  writeAuthors(writer, authors);
  return writer.bytes();
}

const people = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `user${from + i}`);

describe('the count of different authors', () => {
  test('is exact up to 1,024, however often each of them speaks', () => {
    for (const n of [0, 1, 2, 500, 1023, EXACT]) {
      expect(countAuthors(authorsOf([...people(0, n), ...people(0, n)]))).toBe(n);
    }
  });

  test('is within 5 % beyond that', () => {
    const authors = authorsOf(people(0, EXACT));
    let known = EXACT;
    for (const n of [1025, 1500, 3000, 8_000, 10_000, 12_000, 30_000, 100_000]) {
      for (const name of people(known, n)) addAuthor(authors, 'x', name);
      known = n;
      expect(Math.abs(countAuthors(authors) - n) / n).toBeLessThan(0.05);
    }
  });

  test('does not depend on their order, nor on where the state was written and read again', () => {
    const names = people(0, 1300);
    const whole = Buffer.from(bytesOf(authorsOf(names)));
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: names.length }), fc.nat({ max: 1300 }), (order, cut) => {
        const first = authorsOf(order.slice(0, cut));
        const again = readAuthors(new ByteReader(bytesOf(first)));
        for (const name of order.slice(cut)) addAuthor(again, 'x', name);
        return whole.equals(bytesOf(again));
      }),
      { numRuns: 30 },
    );
  });

  test('writes equal sets as equal bytes while they are small', () => {
    expect(bytesOf(authorsOf(['b', 'a', 'c']))).toEqual(bytesOf(authorsOf(['c', 'b', 'a', 'a'])));
  });

  test('counts nobody for a mention without an author, and one person per platform', () => {
    const authors = noAuthors();
    addAuthor(authors, 'x', '');
    expect(countAuthors(authors)).toBe(0);
    addAuthor(authors, 'x', 'ann');
    addAuthor(authors, 'bluesky', 'ann');
    expect(countAuthors(authors)).toBe(2);
  });
});
