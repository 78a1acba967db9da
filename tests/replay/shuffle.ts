/** Numbers in [0, 1) from a seed: xorshift32, Marsaglia 2003. */
export function randomFrom(seed: number): () => number {
  let state = Math.imul(seed, 2654435761) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}

export interface Timed {
  /** Undefined: the line says no id or time. */
  readonly id: string | undefined;
  readonly time: number | undefined;
}

/** In the order of time; a line without one stays behind the line before it. */
export function inTimeOrder<T extends Timed>(lines: readonly T[]): T[] {
  let last = 0;
  const keyed = lines.map((line) => ({ line, at: (last = line.time ?? last) }));
  return keyed.toSorted((a, b) => a.at - b.at).map(({ line }) => line);
}

/** Out of order by less than `withinMs`: no line comes after one that is `withinMs` younger. Copies of an id keep their order. */
export function shuffledWithin<T extends Timed>(lines: readonly T[], withinMs: number, seed: number): T[] {
  const random = randomFrom(seed);
  const delays = new Map<string, number>();
  const delayOf = ({ id }: T): number => {
    if (id === undefined) return random() * withinMs;
    const delay = delays.get(id) ?? random() * withinMs;
    delays.set(id, delay);
    return delay;
  };
  let last = 0;
  const keyed = inTimeOrder(lines).map((line) => ({ line, at: (last = line.time ?? last) + delayOf(line) }));
  return keyed.toSorted((a, b) => a.at - b.at).map(({ line }) => line);
}

/** Cut at seeded places into so many pieces, none of them empty. */
export function cutInto<T>(lines: readonly T[], pieces: number, seed: number): T[][] {
  const random = randomFrom(seed);
  const cuts = new Set([0, lines.length]);
  while (cuts.size < pieces + 1) cuts.add(1 + Math.floor(random() * (lines.length - 1)));
  const places = [...cuts].toSorted((a, b) => a - b);
  return places.slice(0, -1).map((from, i) => lines.slice(from, places[i + 1]));
}
