/**
 * A Bloom filter (Bloom 1970) of 53-bit hashes: "not here" is certain, "perhaps here" is wrong for about 0.1 % of the others when
 * it is full: 16 bits a key, 5 probes at a + i * b (Kirsch and Mitzenmacher 2006).
 */
const BITS_PER_KEY = 16;
const PROBES = 5;

/** The low half of a hash starts the probes. */
const startOf = (hash: number): number => hash | 0;
/** The high half is the step; odd, so that its multiples reach every bit of a filter whose size is a power of two. */
const stepOf = (hash: number): number => (hash / 4294967296) | 1;

/** `capacity`: keys it is made for, a power of two. `stored`: the bytes of an earlier one. */
export function keyFilter(capacity: number, stored?: Uint8Array) {
  const mask = capacity * BITS_PER_KEY - 1;
  const words = new Uint32Array((mask + 1) / 32);
  const bytes = new Uint8Array(words.buffer);
  if (stored !== undefined) bytes.set(stored);

  return {
    bytes,

    add(hash: number): void {
      const step = stepOf(hash);
      for (let i = 0, bit = startOf(hash) & mask; i < PROBES; i++, bit = (bit + step) & mask) {
        words[bit >>> 5] = (words[bit >>> 5] ?? 0) | (1 << (bit & 31));
      }
    },

    mayHave(hash: number): boolean {
      const step = stepOf(hash);
      for (let i = 0, bit = startOf(hash) & mask; i < PROBES; i++, bit = (bit + step) & mask) {
        if (((words[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
      }
      return true;
    },
  };
}

export type KeyFilter = ReturnType<typeof keyFilter>;
