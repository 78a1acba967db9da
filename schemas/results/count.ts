import type { ByteReader, ByteWriter, Codec } from '../bytes.ts';

/**
 * What a task has counted since its first record. Every figure is a row, so totals are equal after any crash:
 * lines = dead + items; items = unmatched + matched + routed; mentions = repeated + counted + late; routed = account_items =
 * account_repeated + account_counted + account_late. New ones go to the end: their place is stored.
 */
export const COUNTERS = [
  'lines',
  'dead',
  'items',
  'unmatched',
  'matched',
  'mentions',
  'repeated',
  'counted',
  'late',
  'routed',
  'account_items',
  'account_repeated',
  'account_counted',
  'account_late',
] as const;
export type Counter = (typeof COUNTERS)[number];

export interface Count {
  readonly pipeline: string;
  readonly partition: number;
  readonly counter: Counter;
  readonly value: number;
}

export const count: Codec<Count> = {
  write(writer: ByteWriter, value: Count): void {
    writer.string(value.pipeline);
    writer.varint(value.partition);
    writer.u8(COUNTERS.indexOf(value.counter));
    writer.varint(value.value);
  },
  read(reader: ByteReader): Count {
    return {
      pipeline: reader.word(),
      partition: reader.varint(),
      counter: COUNTERS[reader.u8()] ?? 'lines',
      value: reader.varint(),
    };
  },
};
