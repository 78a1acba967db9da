import type { Outcome } from '../../runtime/outcome.ts';
import type { Item } from '../../schemas/events/item.ts';
import type { Instant } from '../../schemas/instants.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import { csvReader } from './csv/reader.ts';
import { fieldsReader } from './fields.ts';
import type { Fields } from './fields.ts';
import { jsonReader } from './json/reader.ts';
import { contentOf } from './record.ts';
import { reject } from './rejection.ts';

type Decoder = (item: Item, receivedTime: Instant) => Outcome<Fields>;

/** A mapping is prepared once, at its first item; what is kept is derived from the mapping alone. */
const decoders = new WeakMap<Mapping, Decoder>();

/**
 * What an item says, or why it cannot be used. Pure: the same item, mapping and received time give the same outcome, so a dead
 * letter may be decoded again with another mapping. Never throws on somebody else's data.
 */
export function decodeItem(item: Item, mapping: Mapping, receivedTime: Instant): Outcome<Fields> {
  let decoder = decoders.get(mapping);
  if (decoder === undefined) {
    decoder = itemDecoder(mapping);
    decoders.set(mapping, decoder);
  }
  return decoder(item, receivedTime);
}

function itemDecoder(mapping: Mapping): Decoder {
  const { lineBytes } = mapping.limits;
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const readRecord = mapping.format === 'ndjson' ? jsonReader(mapping) : csvReader(mapping);
  const readFields = fieldsReader(mapping);
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
    if ('kind' in values) return values;
    const fields = readFields(values, receivedTime);
    return 'kind' in fields ? fields : { kind: 'ok', value: fields };
  };
}
