import { rowEnd } from './rows.ts';

/** One record of a file without its line end. Offsets count decompressed bytes. */
export interface RawRecord {
  readonly offset: number;
  /** Where the next record begins: to go on there is to miss nothing and repeat nothing. */
  readonly next: number;
  readonly size: number;
  /** All of its bytes, or the first `keptBytes` when there are more than `wholeBytes`. May be a view of what was pushed. */
  readonly raw: Buffer;
}

export interface SplitterOptions {
  /** Which lines belong together: a CSV or TSV row may hold line ends inside quotes. */
  readonly format: 'ndjson' | 'csv' | 'tsv';
  /** The offset of the first byte pushed. */
  readonly from: number;
  /** Memory one record may take; not less than `keptBytes`. */
  readonly wholeBytes: number;
  readonly keptBytes: number;
}

const LF = 10;
const CR = 13;
const SEPARATORS = { csv: 44, tsv: 9 } as const;

/** A record that is too long to hold: its bytes are only counted from here on. */
interface Overlong {
  readonly offset: number;
  readonly kept: Buffer;
  size: number;
  last: number | undefined;
}

/** Cuts a file into records, the same ones however it is cut into chunks. Blank lines are no records. */
export class RecordSplitter {
  readonly #options: SplitterOptions;
  #pending: Buffer = Buffer.alloc(0);
  /** Where the pending bytes begin. */
  #offset: number;
  #overlong: Overlong | undefined;

  constructor(options: SplitterOptions) {
    this.#options = options;
    this.#offset = options.from;
  }

  /** The records that are known to end, now that this chunk is here. */
  push(chunk: Buffer): RawRecord[] {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    // The byte order mark at the beginning of a file cannot be told by its first byte alone.
    return this.#offset === 0 && this.#pending.length < 3 ? [] : this.#advance(false);
  }

  /** After the last chunk: what was still open. */
  end(): RawRecord[] {
    return this.#advance(true);
  }

  #advance(last: boolean): RawRecord[] {
    if (this.#overlong === undefined) return this.#cut(last);
    const ended = this.#endOverlong(this.#overlong, last);
    if (ended === undefined) return [];
    this.#overlong = undefined;
    return [ended, ...this.#cut(last)];
  }

  #cut(last: boolean): RawRecord[] {
    const { format, wholeBytes, keptBytes } = this.#options;
    const pending = this.#pending;
    const records: RawRecord[] = [];
    let at = this.#offset === 0 ? byteOrderMark(pending) : 0;
    while (at < pending.length) {
      // Two more than may be held: a record of just that size may end with CR LF.
      const limit = at + wholeBytes + 2;
      const end = format === 'ndjson' ? pending.indexOf(LF, at) : rowEnd(pending, at, SEPARATORS[format], limit, last);
      if (end >= 0) this.#take(at, end, end + 1, records);
      else if (last) this.#take(at, pending.length, pending.length, records);
      else if (pending.length < limit) break;
      else {
        const rest = pending.subarray(at);
        this.#overlong = {
          offset: this.#offset + at,
          kept: head(rest, keptBytes),
          size: rest.length,
          last: rest.at(-1),
        };
      }
      at = end >= 0 ? end + 1 : pending.length;
    }
    this.#drop(at);
    return records;
  }

  #take(start: number, end: number, next: number, into: RawRecord[]): void {
    const { wholeBytes, keptBytes } = this.#options;
    const bare = end > start && this.#pending[end - 1] === CR ? end - 1 : end;
    const whole = this.#pending.subarray(start, bare);
    const size = whole.length;
    if (size <= wholeBytes && isBlank(whole)) return;
    const raw = size > wholeBytes ? head(whole, keptBytes) : whole;
    into.push({ offset: this.#offset + start, next: this.#offset + next, size, raw });
  }

  /** Undefined when the pending bytes have no line end either. */
  #endOverlong(long: Overlong, last: boolean): RawRecord | undefined {
    const found = this.#pending.indexOf(LF);
    const end = found < 0 ? this.#pending.length : found;
    long.size += end;
    if (end > 0) long.last = this.#pending[end - 1];
    this.#drop(found < 0 ? end : end + 1);
    if (found < 0 && !last) return undefined;
    return {
      offset: long.offset,
      next: this.#offset,
      size: long.last === CR ? long.size - 1 : long.size,
      raw: long.kept,
    };
  }

  #drop(bytes: number): void {
    this.#offset += bytes;
    this.#pending = this.#pending.subarray(bytes);
  }
}

function head(bytes: Buffer, size: number): Buffer {
  return Buffer.from(bytes.subarray(0, size));
}

function byteOrderMark(bytes: Buffer): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

function isBlank(raw: Buffer): boolean {
  for (let at = 0; at < raw.length; at++) if (raw[at] !== 0x20 && raw[at] !== 0x09) return false;
  return true;
}
