import type { Instant } from '../../schemas/instants.ts';

/**
 * What a record says of itself before anybody has understood it: called once for every record, in the order of the file, with
 * the wall time of reading. `id` is '' and `eventTime` undefined when the record does not say, or says what cannot be believed
 * (a time out of range or in the future): the stream's time will follow it. Never throws.
 */
export type Peek = (raw: Uint8Array, receivedTime: Instant) => { id: string; eventTime: Instant | undefined };
