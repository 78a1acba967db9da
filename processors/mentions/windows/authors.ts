import { hash53 } from '../../../runtime/hash.ts';
import type { ByteReader, ByteWriter } from '../../../schemas/bytes.ts';

/**
 * How many different authors: a set of hashes up to EXACT, then a HyperLogLog sketch of the same hashes (Flajolet et al. 2007,
 * 4,096 registers, standard error 1.6 %, linear counting below 2.5 registers). Both depend on which authors came, never on their order.
 */
export const EXACT = 1024;
const REGISTERS = 4096;
const ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);
/** Up to here a look through the list is faster than a table. */
const SHORT = 16;

export interface Authors {
  /** The set as a list, written and read as it lies: a window of an hour goes to disk with every commit. */
  hashes: Float64Array;
  count: number;
  /** An open-addressing table over the list: place + 1, or 0; made when first needed. */
  table: Uint16Array | undefined;
  sketch: Uint8Array | undefined;
}

export function noAuthors(): Authors {
  return { hashes: new Float64Array(4), count: 0, table: undefined, sketch: undefined };
}

/** What stands for an author in every window; undefined: nobody is named. */
export function authorHash(platform: string, author: string): number | undefined {
  return author === '' ? undefined : hash53(`${platform}\0${author}`);
}

export function addAuthor(authors: Authors, hash: number): void {
  if (authors.sketch !== undefined) return addToSketch(authors.sketch, hash);
  if (has(authors, hash)) return;
  if (authors.count === EXACT) return toSketch(authors, hash);
  if (authors.count === authors.hashes.length) grow(authors);
  authors.hashes[authors.count++] = hash;
  if (authors.table !== undefined) authors.table[freePlace(authors, hash)] = authors.count;
}

function grow(authors: Authors): void {
  const hashes = new Float64Array(authors.hashes.length * 2);
  hashes.set(authors.hashes);
  authors.hashes = hashes;
  authors.table = undefined;
}

function has(authors: Authors, hash: number): boolean {
  const { hashes, count } = authors;
  if (count > SHORT) return (tableOf(authors)[freePlace(authors, hash)] ?? 0) > 0;
  for (let i = 0; i < count; i++) if (hashes[i] === hash) return true;
  return false;
}

/** Twice as large as the list can grow before it is made anew. */
function tableOf(authors: Authors): Uint16Array {
  if (authors.table !== undefined) return authors.table;
  authors.table = new Uint16Array(2 * authors.hashes.length);
  for (let i = 0; i < authors.count; i++) authors.table[freePlace(authors, authors.hashes[i] ?? 0)] = i + 1;
  return authors.table;
}

/** Where the hash stands in the table, or the free place where it would. */
function freePlace({ table, hashes }: Authors, hash: number): number {
  const mask = (table?.length ?? 1) - 1;
  let at = hash & mask;
  for (let place = table?.[at] ?? 0; place > 0 && hashes[place - 1] !== hash; place = table?.[at] ?? 0)
    at = (at + 1) & mask;
  return at;
}

function toSketch(authors: Authors, last: number): void {
  const sketch = new Uint8Array(REGISTERS);
  for (const hash of authors.hashes.subarray(0, authors.count)) addToSketch(sketch, hash);
  addToSketch(sketch, last);
  Object.assign(authors, noAuthors(), { sketch });
}

/** The low 12 bits choose the register; the other 41 give the rank: position of the first 1, counted from the top. */
function addToSketch(sketch: Uint8Array, hash: number): void {
  const register = hash % REGISTERS;
  const rest = Math.floor(hash / REGISTERS);
  const high = Math.floor(rest / 4294967296);
  const rank = high > 0 ? Math.clz32(high) - 23 + 1 : Math.clz32(rest >>> 0) + 9 + 1;
  if (rank > (sketch[register] ?? 0)) sketch[register] = rank;
}

export function countAuthors({ count, sketch }: Authors): number {
  if (sketch === undefined) return count;
  let sum = 0;
  let zeros = 0;
  for (const rank of sketch) {
    sum += 2 ** -rank;
    if (rank === 0) zeros++;
  }
  const estimate = (ALPHA * REGISTERS * REGISTERS) / sum;
  const linear = estimate <= 2.5 * REGISTERS && zeros > 0;
  return Math.round(linear ? REGISTERS * Math.log(REGISTERS / zeros) : estimate);
}

export function writeAuthors(writer: ByteWriter, { hashes, count, sketch }: Authors): void {
  if (sketch !== undefined) {
    writer.varint(EXACT + 1);
    return writer.raw(sketch);
  }
  writer.varint(count);
  writer.raw(new Uint8Array(hashes.buffer, 0, count * 8));
}

export function readAuthors(reader: ByteReader): Authors {
  const count = reader.varint();
  if (count > EXACT) return { ...noAuthors(), sketch: Uint8Array.from(reader.raw(REGISTERS)) };
  const hashes = new Float64Array(2 ** Math.max(2, Math.ceil(Math.log2(count + 1))));
  new Uint8Array(hashes.buffer).set(reader.raw(count * 8));
  return { hashes, count, table: undefined, sketch: undefined };
}
