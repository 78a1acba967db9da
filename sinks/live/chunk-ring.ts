import type { Chunk } from '../../schemas/envelope.ts';
import type { MentionScore } from '../../schemas/results/mention-score.ts';
import type { Positioned } from '../../runtime/log/log.ts';

export type ChunkOf = (partition: number, positioned: Positioned<MentionScore>) => Chunk<MentionScore>;

/** The newest decoded chunks: readers at the end of the log, however many, decode each only once. */
export function chunkRing(maxRecords: number): ChunkOf {
  const ring = new Map<string, Chunk<MentionScore>>();
  let records = 0;
  return (partition, positioned) => {
    const key = `${partition}:${positioned.offset}`;
    const known = ring.get(key);
    if (known !== undefined) return known;
    const { chunk } = positioned;
    ring.set(key, chunk);
    records += positioned.count;
    for (const [oldest, { records: gone }] of ring) {
      if (records <= maxRecords || oldest === key) break;
      ring.delete(oldest);
      records -= gone.length;
    }
    return chunk;
  };
}
