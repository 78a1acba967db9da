import { expect, test } from 'vitest';
import { hash53 } from '../hash.ts';
import { keyFilter } from './key-filter.ts';

const hashes = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => hash53(`brand-${i % 7}\0x\0${1_900_000_000 + from + i}`));

test('a full filter has every key it was given, also after its bytes were stored', () => {
  const filter = keyFilter(1024);
  const given = hashes(0, 1024);
  for (const hash of given) filter.add(hash);
  const again = keyFilter(1024, Uint8Array.from(filter.bytes));
  expect(given.filter((hash) => !filter.mayHave(hash) || !again.mayHave(hash))).toEqual([]);
});

test('a full filter takes few of the others for its own', () => {
  const filter = keyFilter(16_384);
  for (const hash of hashes(0, 16_384)) filter.add(hash);
  const wrong = hashes(16_384, 116_384).filter((hash) => filter.mayHave(hash));
  expect(wrong.length / 100_000).toBeLessThan(0.003);
});
