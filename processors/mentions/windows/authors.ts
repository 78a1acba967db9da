import type { ByteReader, ByteWriter } from '../../../schemas/bytes.ts';

/**
 * How many different authors: a set of hashes up to EXACT, then a HyperLogLog sketch of the same hashes (Flajolet et al. 2007,
 * 4,096 registers, standard error 1.6 %, linear counting below 2.5 registers). Both depend on which authors came, never on their order.
 */
export const EXACT = 1024;
const REGISTERS = 4096;
const ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

export interface Authors {
  exact: Set<number> | undefined;
  sketch: Uint8Array | undefined;
}

export function noAuthors(): Authors {
  return { exact: new Set(), sketch: undefined };
}

/** 53 bits of a string: two multiply-xor lanes with a final avalanche (cyrb53, public domain). */
function hash53(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}

export function addAuthor(authors: Authors, platform: string, author: string): void {
  if (author === '') return;
  const hash = hash53(`${platform}\0${author}`);
  if (authors.sketch !== undefined) return addToSketch(authors.sketch, hash);
  authors.exact ??= new Set();
  authors.exact.add(hash);
  if (authors.exact.size <= EXACT) return;
  const sketch = new Uint8Array(REGISTERS);
  for (const one of authors.exact) addToSketch(sketch, one);
  authors.sketch = sketch;
  authors.exact = undefined;
}

/** The low 12 bits choose the register; the other 41 give the rank: position of the first 1, counted from the top. */
function addToSketch(sketch: Uint8Array, hash: number): void {
  const register = hash % REGISTERS;
  const rest = Math.floor(hash / REGISTERS);
  const high = Math.floor(rest / 4294967296);
  const rank = high > 0 ? Math.clz32(high) - 23 + 1 : Math.clz32(rest >>> 0) + 9 + 1;
  if (rank > (sketch[register] ?? 0)) sketch[register] = rank;
}

export function countAuthors(authors: Authors): number {
  if (authors.sketch === undefined) return authors.exact?.size ?? 0;
  let sum = 0;
  let zeros = 0;
  for (const rank of authors.sketch) {
    sum += 2 ** -rank;
    if (rank === 0) zeros++;
  }
  const estimate = (ALPHA * REGISTERS * REGISTERS) / sum;
  const linear = estimate <= 2.5 * REGISTERS && zeros > 0;
  return Math.round(linear ? REGISTERS * Math.log(REGISTERS / zeros) : estimate);
}

/** Sorted, so that equal sets are equal bytes. */
export function writeAuthors(writer: ByteWriter, authors: Authors): void {
  if (authors.sketch !== undefined) {
    writer.varint(EXACT + 1);
    return writer.raw(authors.sketch);
  }
  const hashes = Float64Array.from(authors.exact ?? []).toSorted();
  writer.varint(hashes.length);
  writer.raw(new Uint8Array(hashes.buffer));
}

export function readAuthors(reader: ByteReader): Authors {
  const size = reader.varint();
  if (size > EXACT) return { exact: undefined, sketch: Uint8Array.from({ length: REGISTERS }, () => reader.u8()) };
  const exact = new Set<number>();
  for (let i = 0; i < size; i++) exact.add(reader.f64());
  return { exact, sketch: undefined };
}
