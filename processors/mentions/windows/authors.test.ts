import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader, ByteWriter } from '../../../schemas/bytes.ts';
import {
  addAuthor,
  authorHash,
  countAuthors,
  EXACT,
  noAuthors,
  readAuthors,
  writeAuthors,
  type Authors,
} from './authors.ts';

function add(authors: Authors, platform: string, author: string): void {
  const hash = authorHash(platform, author);
  if (hash !== undefined) addAuthor(authors, hash);
}

function authorsOf(names: Iterable<string>): Authors {
  const authors = noAuthors();
  for (const name of names) add(authors, 'x', name);
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
      for (const name of people(known, n)) add(authors, 'x', name);
      known = n;
      expect(Math.abs(countAuthors(authors) - n) / n).toBeLessThan(0.05);
    }
  });

  test('does not depend on their order, nor on where the state was written and read again', () => {
    const names = people(0, 1300);
    const whole = authorsOf(names);
    fc.assert(
      fc.property(fc.shuffledSubarray(names), fc.nat({ max: 1300 }), (order, cut) => {
        const again = readAuthors(new ByteReader(bytesOf(authorsOf(order.slice(0, cut)))));
        for (const name of order.slice(cut)) add(again, 'x', name);
        expect(bytesOf(again)).toEqual(bytesOf(authorsOf(order)));
        for (const name of names) add(again, 'x', name);
        expect(countAuthors(again)).toBe(countAuthors(whole));
      }),
      { numRuns: 30 },
    );
  });

  test('counts nobody for a mention without an author, and one person per platform', () => {
    const authors = noAuthors();
    add(authors, 'x', '');
    expect(countAuthors(authors)).toBe(0);
    add(authors, 'x', 'ann');
    add(authors, 'bluesky', 'ann');
    expect(countAuthors(authors)).toBe(2);
  });
});
