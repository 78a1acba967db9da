import type { MappedField } from '../../schemas/mapping.ts';
import type { Rejection } from './rejection.ts';

/** The mapped values of one record as its format wrote them; undefined where there is none. */
export type Values = Readonly<Partial<Record<MappedField, unknown>>>;

/** Takes one record's bytes and the same as text; judges the format only, never a field. */
export type RecordReader = (raw: Buffer, text: string) => Values | Rejection;

/** The record's bytes without a byte order mark, as a Buffer on the same memory. */
export function contentOf(bytes: Uint8Array): Buffer {
  const raw = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf ? raw.subarray(3) : raw;
}
