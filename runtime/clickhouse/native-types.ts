import type { ByteSink } from './byte-sink.ts';

/**
 * Writes the values of one type. `prefix` comes once before a column's data, in front of everything nested.
 * `of` gives the value of a row: strings, numbers, bigints, booleans, null, arrays; instants are milliseconds.
 */
export interface TypeWriter {
  /** What stands where a Nullable is null. */
  readonly empty: unknown;
  prefix(out: ByteSink): void;
  column<Row>(out: ByteSink, rows: readonly Row[], of: (row: Row) => unknown): void;
}

/** A value its column cannot hold; the row's index tells which row to leave out. Nothing is cut or wrapped silently. */
export class UnencodableValue extends Error {
  readonly index: number;

  constructor(index: number, type: string, value: unknown) {
    super(`${shown(value)} is no ${type}`);
    this.name = 'UnencodableValue';
    this.index = index;
  }
}

/** @throws Error for a type the program does not use; the list below is the whole of it. */
export function typeWriter(type: string): TypeWriter {
  const scalar = SCALARS.get(type);
  if (scalar) return scalar;
  const [, outer = '', inner = ''] = /^(\w+)\((.*)\)$/.exec(type) ?? [];
  switch (outer) {
    case 'DateTime':
      return DATE_TIME;
    case 'DateTime64':
      if (/^3(,|$)/.test(inner)) return DATE_TIME_64;
      break;
    case 'Enum8':
      return enum8(type, inner);
    case 'LowCardinality':
      if (inner === 'String') return LOW_CARDINALITY;
      break;
    case 'Nullable':
      return nullable(typeWriter(inner));
    case 'Array':
      return array(typeWriter(inner));
  }
  throw new Error(`the Native encoder does not know the type ${type}`);
}

/** Writes a value; false when another one than that stands there now: a fraction, NaN, another type, what wraps around. */
type Setter = (view: DataView, at: number, value: number) => boolean;

/** A number of fixed width. */
function fixed(type: string, width: number, set: Setter): TypeWriter {
  return {
    empty: 0,
    prefix: nothing,
    column(out, rows, of) {
      out.reserve(rows.length * width);
      const { view } = out;
      let { at } = out;
      let index = 0;
      for (const row of rows) {
        const value = of(row) as number;
        if (!set(view, at, value)) throw new UnencodableValue(index, type, value);
        at += width;
        index++;
      }
      out.at = at;
    },
  };
}

function integer64(type: string, min: bigint, max: bigint): TypeWriter {
  return {
    empty: 0,
    prefix: nothing,
    column(out, rows, of) {
      out.reserve(rows.length * 8);
      const { view } = out;
      let index = 0;
      for (const row of rows) {
        const value = of(row);
        if (typeof value === 'number' && Number.isSafeInteger(value) && (value >= 0 || min < 0n)) {
          setInt64(view, out.at, value);
        } else {
          if (typeof value !== 'bigint' || value < min || value > max) throw new UnencodableValue(index, type, value);
          view.setBigInt64(out.at, value, true);
        }
        out.at += 8;
        index++;
      }
    },
  };
}

const setInt64 = (view: DataView, at: number, value: number) => {
  const high = Math.floor(value / 2 ** 32);
  view.setUint32(at, value - high * 2 ** 32, true);
  view.setInt32(at + 4, high, true);
};

/** What the engine can show: 1900-01-01 to 2299-12-31. */
const FIRST_MS = Date.UTC(1900, 0, 1);
const LAST_MS = Date.UTC(2300, 0, 1) - 1;
const DATE_TIME_64 = fixed('instant for DateTime64(3)', 8, (view, at, value) => {
  if (!Number.isInteger(value) || value < FIRST_MS || value > LAST_MS) return false;
  setInt64(view, at, value);
  return true;
});
const DATE_TIME = fixed('instant of a whole second for DateTime', 4, (view, at, value) => {
  view.setUint32(at, value / 1000, true);
  return view.getUint32(at, true) * 1000 === value;
});

const TEXT: TypeWriter = {
  empty: '',
  prefix: nothing,
  column(out, rows, of) {
    let index = 0;
    for (const row of rows) {
      const value = of(row);
      if (typeof value !== 'string') throw new UnencodableValue(index, 'String', value);
      out.text(value);
      index++;
    }
  },
};

const BOOL: TypeWriter = {
  empty: false,
  prefix: nothing,
  column(out, rows, of) {
    out.reserve(rows.length);
    let index = 0;
    for (const row of rows) {
      const value = of(row);
      if (typeof value !== 'boolean') throw new UnencodableValue(index, 'Bool', value);
      out.bytes[out.at++] = value ? 1 : 0;
      index++;
    }
  },
};

const SCALARS: ReadonlyMap<string, TypeWriter> = new Map([
  ['String', TEXT],
  ['Bool', BOOL],
  ['DateTime', DATE_TIME],
  [
    'UInt8',
    fixed('UInt8', 1, (view, at, value) => {
      view.setUint8(at, value);
      return view.getUint8(at) === value;
    }),
  ],
  [
    'UInt16',
    fixed('UInt16', 2, (view, at, value) => {
      view.setUint16(at, value, true);
      return view.getUint16(at, true) === value;
    }),
  ],
  [
    'UInt32',
    fixed('UInt32', 4, (view, at, value) => {
      view.setUint32(at, value, true);
      return view.getUint32(at, true) === value;
    }),
  ],
  ['UInt64', integer64('UInt64', 0n, 2n ** 64n - 1n)],
  [
    'Int8',
    fixed('Int8', 1, (view, at, value) => {
      view.setInt8(at, value);
      return view.getInt8(at) === value;
    }),
  ],
  [
    'Int16',
    fixed('Int16', 2, (view, at, value) => {
      view.setInt16(at, value, true);
      return view.getInt16(at, true) === value;
    }),
  ],
  [
    'Int32',
    fixed('Int32', 4, (view, at, value) => {
      view.setInt32(at, value, true);
      return view.getInt32(at, true) === value;
    }),
  ],
  ['Int64', integer64('Int64', -(2n ** 63n), 2n ** 63n - 1n)],
  [
    'Float32',
    fixed('Float32', 4, (view, at, value) => {
      view.setFloat32(at, value, true);
      return typeof value === 'number';
    }),
  ],
  [
    'Float64',
    fixed('Float64', 8, (view, at, value) => {
      view.setFloat64(at, value, true);
      return typeof value === 'number';
    }),
  ],
]);

/** Serialization version; then per block: index width with the flags "keys follow" and "their own dictionary". */
const SHARED_DICTIONARIES_WITH_ADDITIONAL_KEYS = 1;
const OWN_KEYS = 0x600;

/** A dictionary of the texts (the empty one first, as the engine has it) and an index per row as narrow as it can be. */
const LOW_CARDINALITY: TypeWriter = {
  empty: '',
  prefix: (out) => out.uint64(SHARED_DICTIONARIES_WITH_ADDITIONAL_KEYS),
  column(out, rows, of) {
    if (rows.length === 0) return;
    const places = new Map([['', 0]]);
    const indexes = new Uint32Array(rows.length);
    let last: unknown = '';
    let place = 0;
    let index = 0;
    for (const row of rows) {
      const value = of(row);
      if (value !== last) {
        if (typeof value !== 'string') throw new UnencodableValue(index, 'LowCardinality(String)', value);
        place = places.get(value) ?? places.size;
        if (place === places.size) places.set(value, place);
        last = value;
      }
      indexes[index++] = place;
    }
    writeDictionary(out, places, indexes);
  },
};

function writeDictionary(out: ByteSink, places: ReadonlyMap<string, number>, indexes: Uint32Array): void {
  const width = places.size <= 0x100 ? 0 : places.size <= 0x10000 ? 1 : 2; // 1, 2 or 4 bytes
  out.uint64(OWN_KEYS | width);
  out.uint64(places.size);
  for (const text of places.keys()) out.text(text);
  out.uint64(indexes.length);
  const narrow = width === 0 ? Uint8Array.from(indexes) : width === 1 ? Uint16Array.from(indexes) : indexes;
  out.reserve(narrow.byteLength);
  out.bytes.set(new Uint8Array(narrow.buffer), out.at);
  out.at += narrow.byteLength;
}

/** By name; the type lists `'name' = number`. */
function enum8(type: string, list: string): TypeWriter {
  const numbers = new Map<unknown, number>();
  for (const [, name = '', number] of list.matchAll(/'((?:[^'\\]|\\.)*)'\s*=\s*(-?\d+)/g)) {
    numbers.set(name.replace(/\\(.)/g, '$1'), Number(number));
  }
  const [first] = numbers.keys();
  return {
    empty: first,
    prefix: nothing,
    column(out, rows, of) {
      out.reserve(rows.length);
      let index = 0;
      for (const row of rows) {
        const name = of(row);
        const number = numbers.get(name);
        if (number === undefined) throw new UnencodableValue(index, type, name);
        out.view.setInt8(out.at++, number);
        index++;
      }
    },
  };
}

function nullable(inner: TypeWriter): TypeWriter {
  return {
    empty: null,
    prefix: (out) => inner.prefix(out),
    column(out, rows, of) {
      out.reserve(rows.length);
      for (const row of rows) out.bytes[out.at++] = of(row) === null ? 1 : 0;
      inner.column(out, rows, (row) => of(row) ?? inner.empty);
    },
  };
}

function array(inner: TypeWriter): TypeWriter {
  return {
    empty: [],
    prefix: (out) => inner.prefix(out),
    column(out, rows, of) {
      const flat: unknown[] = [];
      const ends: number[] = [];
      rows.forEach((row, i) => {
        const values = of(row);
        if (!Array.isArray(values)) throw new UnencodableValue(i, 'Array', values);
        for (const value of values as unknown[]) flat.push(value);
        ends.push(flat.length);
        out.uint64(flat.length);
      });
      try {
        inner.column(out, flat, (value) => value);
      } catch (error) {
        if (!(error instanceof UnencodableValue)) throw error;
        throw new UnencodableValue(
          ends.findIndex((end) => end > error.index),
          'Array',
          flat[error.index],
        );
      }
    },
  };
}

function nothing(): void {}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : String(value);
}
