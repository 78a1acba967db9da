import { DAY_MS, type Instant } from '../../schemas/instants.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import type { Values } from './record.ts';
import { reject, type Rejection } from './rejection.ts';
import { timeReader } from './time/reader.ts';
import { isAbsent, missing } from './values.ts';

/** Beyond this a clock is wrong somewhere, and one such item would drag the stream's time along. */
export const FUTURE_MS = DAY_MS;

/** Reads the event time of a record, which must not lie ahead. */
export function eventTimeReader(mapping: Mapping): (values: Values, receivedTime: Instant) => Instant | Rejection {
  const readTime = timeReader(mapping);
  return (values, receivedTime) => {
    if (isAbsent(values.time)) return missing('time');
    const time = readTime(values.time);
    return typeof time === 'number' && time > receivedTime + FUTURE_MS
      ? reject('future', 'time is more than 24 h after the item was received')
      : time;
  };
}
