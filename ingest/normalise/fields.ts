import type { Instant } from '../../schemas/instants.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import { eventTimeReader } from './event-time.ts';
import type { Values } from './record.ts';
import type { Rejection } from './rejection.ts';
import { neededText, notListed, optionalCount, optionalText, tooLongName, tooLongText } from './values.ts';

/** What a mention says once it is understood; optional fields are '' (reach: 0) when it does not say. */
export interface Fields {
  readonly id: string;
  readonly text: string;
  readonly time: Instant;
  readonly author: string;
  readonly url: string;
  readonly lang: string;
  readonly reach: number;
}

/**
 * What a row's reach holds (UInt32), more than any account has. A larger one would be refused by the store alone, row by row, after
 * it has entered the sums of its windows, which would then be refused as well.
 */
const LARGEST_REACH = 4_294_967_295;

/** Judges the mapped values of one mention, field by field; the first that is wrong names the reason. */
export function fieldsReader(mapping: Mapping): (values: Values, receivedTime: Instant) => Fields | Rejection {
  const eventTime = eventTimeReader(mapping);
  return (values, receivedTime) => {
    const id = neededText(values, 'id');
    if (typeof id !== 'string') return id;
    const text = neededText(values, 'text');
    if (typeof text !== 'string') return text;
    const time = eventTime(values, receivedTime);
    if (typeof time !== 'number') return time;
    const author = optionalText(values, 'author');
    if (typeof author !== 'string') return author;
    const url = optionalText(values, 'url');
    if (typeof url !== 'string') return url;
    const lang = optionalText(values, 'lang');
    if (typeof lang !== 'string') return lang;
    const reach = optionalCount(values, 'reach', LARGEST_REACH, '2^32 - 1') ?? 0;
    if (typeof reach !== 'number') return reach;
    const fields = { id, text, time, author, url, lang, reach };
    return (
      tooLongText(text, mapping.limits.textBytes) ??
      tooLongName(fields, ['id', 'author', 'url', 'lang']) ??
      notListed(fields, mapping.values) ??
      fields
    );
  };
}
