import type { Outcome } from '../../runtime/outcome.ts';
import type { AccountItem } from '../../schemas/events/account-item.ts';
import type { Item } from '../../schemas/events/item.ts';
import type { Instant } from '../../schemas/instants.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import { accountItemReader } from './account-fields.ts';
import { csvReader } from './csv/reader.ts';
import { fieldsReader } from './fields.ts';
import type { Fields } from './fields.ts';
import { jsonReader } from './json/reader.ts';
import { contentOf, type Values } from './record.ts';
import { reject, type Rejection } from './rejection.ts';

type Decoder<T> = (item: Item, receivedTime: Instant) => Outcome<T>;
type FieldsReader<T> = (mapping: Mapping) => (values: Values, receivedTime: Instant) => T | Rejection;

/**
 * What a mention says, or why it cannot be used. Pure: the same item, mapping and received time give the same outcome, so a dead
 * letter may be decoded again with another mapping. Never throws on somebody else's data.
 */
export const decodeItem = decoderBy<Fields>(fieldsReader);

/** The same of a post or a snapshot of counters: of every other kind of mapping. */
export const decodeAccountItem = decoderBy<AccountItem>(accountItemReader);

function decoderBy<T extends object>(fieldsOf: FieldsReader<T>) {
  /** A mapping is prepared once, at its first item; what is kept is derived from the mapping alone. */
  const decoders = new WeakMap<Mapping, Decoder<T>>();
  return (item: Item, mapping: Mapping, receivedTime: Instant): Outcome<T> => {
    let decoder = decoders.get(mapping);
    if (decoder === undefined) {
      decoder = itemDecoder(mapping, fieldsOf(mapping));
      decoders.set(mapping, decoder);
    }
    return decoder(item, receivedTime);
  };
}

function itemDecoder<T extends object>(mapping: Mapping, readFields: ReturnType<FieldsReader<T>>): Decoder<T> {
  const { lineBytes } = mapping.limits;
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const readRecord = mapping.format === 'ndjson' ? jsonReader(mapping) : csvReader(mapping);
  return (item, receivedTime) => {
    if (item.size > lineBytes)
      return reject('too-large', `${item.size} bytes, more than limits.lineBytes ${lineBytes}`);
    if (item.size > item.raw.length) {
      return reject(
        'too-large',
        `only the first ${item.raw.length} of ${item.size} bytes were kept; replay ${item.origin}`,
      );
    }
    const raw = contentOf(item.raw);
    let text: string;
    try {
      text = utf8.decode(raw);
    } catch {
      return reject('not-utf8', 'the bytes are not UTF-8');
    }
    const values = readRecord(raw, text);
    if (isRejection(values)) return values;
    const fields = readFields(values, receivedTime);
    return isRejection(fields) ? fields : { kind: 'ok', value: fields };
  };
}

function isRejection(value: object): value is Rejection {
  return 'kind' in value && value.kind === 'reject';
}
