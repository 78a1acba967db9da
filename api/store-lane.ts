import type { StoreClient } from '../runtime/clickhouse/client.ts';
import type { Slots } from './slots.ts';

/** Reads, which is all that the API does. */
export type StoreReads = Pick<StoreClient, 'stream'>;

const NEVER = new AbortController().signal;

/** As the client's, when it is the query's turn; its place is held until the answer has ended or is destroyed. */
export function createLane(client: StoreReads, slots: Slots): StoreReads {
  return {
    async stream(sql, format, options = {}) {
      const slot = await slots.take(options.signal ?? NEVER);
      try {
        const answer = await client.stream(sql, format, options);
        answer.once('close', () => slot.free(answer.errored === null && answer.readableEnded ? 'ok' : 'failed'));
        return answer;
      } catch (error) {
        slot.free('failed');
        throw error;
      }
    },
  };
}
