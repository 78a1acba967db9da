import { createHash } from 'node:crypto';

import { encode } from '../../schemas/bytes.ts';
import type { ByteReader, ByteWriter, Codec } from '../../schemas/bytes.ts';
import { DEFAULT_LIMITS, MAPPED_FIELDS, NO_FIELDS } from '../../schemas/mapping.ts';
import type { Mapping } from '../../schemas/mapping.ts';

/** A mapping as a broadcast record: JSON, since it is rare, small, and people look at it. */
export const mappingRecord: Codec<Mapping> = {
  write(writer: ByteWriter, value: Mapping): void {
    writer.string(JSON.stringify(inOrder(value)));
  },
  read(reader: ByteReader): Mapping {
    const stored = JSON.parse(reader.string()) as Mapping;
    return {
      ...stored,
      fields: { ...NO_FIELDS, ...stored.fields },
      zone: stored.zone,
      limits: { ...DEFAULT_LIMITS, ...stored.limits },
    };
  },
};

/** The mapping's name: a hash of its content (12 hex digits), so that equal mappings share one broadcast record. */
export function mappingId(mapping: Mapping): string {
  return createHash('sha256').update(encode(mappingRecord, mapping)).digest('hex').slice(0, 12);
}

/** Keys in one order, whatever order the person wrote them in: equal mappings are equal bytes. */
function inOrder(mapping: Mapping): Mapping {
  const { format, platform, kind, time, zone, limits, values, columns } = mapping;
  return {
    format,
    platform,
    kind,
    fields: Object.fromEntries(MAPPED_FIELDS.map((field) => [field, mapping.fields[field]])) as Mapping['fields'],
    time,
    zone,
    limits: { lineBytes: limits.lineBytes, textBytes: limits.textBytes, depth: limits.depth },
    ...(values === undefined ? {} : { values: { ...lists(values) } }),
    ...(columns === undefined ? {} : { columns }),
  };
}

function lists({ author, lang }: NonNullable<Mapping['values']>): NonNullable<Mapping['values']> {
  return { ...(author === undefined ? {} : { author }), ...(lang === undefined ? {} : { lang }) };
}
