import { ByteSink } from './byte-sink.ts';
import { typeWriter } from './native-types.ts';

/** One column of an insert: its name and type as in the table, and where a row keeps its value. */
export interface Column<Row> {
  readonly name: string;
  /** As in the DDL: `String`, `LowCardinality(String)`, `DateTime64(3, 'UTC')`, `Enum8('a' = 1)`, `Array(UInt8)`, … */
  readonly type: string;
  /** Instants in milliseconds, enums by name, 64-bit integers as number or bigint. */
  readonly of: (row: Row) => unknown;
}

/** Rows to one block of ClickHouse's Native format: by column, binary. */
export type NativeEncoder<Row> = (rows: readonly Row[]) => Buffer;

/**
 * The encoder of a table, to be made once. Half the CPU of a JSON insert on both sides. The returned buffer is the caller's.
 * The encoder throws UnencodableValue at the first value its column cannot hold.
 * @throws Error for a column type it does not know
 */
export function nativeEncoder<Row>(columns: readonly Column<Row>[]): NativeEncoder<Row> {
  const writers = columns.map((column) => ({ ...column, writer: typeWriter(column.type) }));
  let bytesPerRow = 0;
  return (rows) => {
    const out = new ByteSink(Math.ceil(rows.length * bytesPerRow * 1.1) + 4_096);
    out.varint(columns.length);
    out.varint(rows.length);
    for (const { name, type, of, writer } of writers) {
      out.text(name);
      out.text(type);
      if (rows.length === 0) continue;
      writer.prefix(out);
      writer.column(out, rows, of);
    }
    const block = out.done();
    if (rows.length > 0) bytesPerRow = block.length / rows.length;
    return block;
  };
}
