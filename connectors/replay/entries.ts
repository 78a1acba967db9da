import type { Clock } from '../../runtime/time/clock.ts';
import { DEFAULT_LIMITS } from '../../schemas/mapping.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import type { RawItem } from '../connector.ts';
import { readChunks } from './file.ts';
import type { RecordedFile } from './file.ts';
import { RecordSplitter } from './lines.ts';
import type { RawRecord } from './lines.ts';
import type { Peek } from './peek.ts';

/** An item and where the next one begins, in the file that is being read. */
export interface Entry {
  readonly item: RawItem;
  readonly next: number;
}

export interface EntryDeps {
  readonly clock: Clock;
  readonly peek: Peek;
  /** Hears how many bytes on disk were read. */
  readonly seen: (fileBytes: number) => void;
}

/** What a dead letter keeps of a record that is larger than 1 MB, or than the mapping's own larger limit. */
const KEPT_BYTES = 65_536;

/** The records of a file in its order, from a record's beginning on; a chunk's worth at a time. The header is none. */
export async function* readEntries(
  file: RecordedFile,
  mapping: Mapping,
  from: number,
  { clock, peek, seen }: EntryDeps,
): AsyncGenerator<Entry[]> {
  const entryOf = (record: RawRecord): Entry => {
    const { offset, next, size, raw } = record;
    return { item: { ...peek(raw, clock.now()), origin: `${file.name}:${offset}`, size, raw }, next };
  };
  let header = mapping.format !== 'ndjson' && from === 0;
  for await (const records of readRecords(file, mapping, from, seen)) {
    const entries = (header ? records.slice(1) : records).map(entryOf);
    if (records.length > 0) header = false;
    if (entries.length > 0) yield entries;
  }
}

export async function* readRecords(
  file: RecordedFile,
  { format, limits }: Pick<Mapping, 'format' | 'limits'>,
  from: number,
  seen: (fileBytes: number) => void,
): AsyncGenerator<RawRecord[]> {
  const wholeBytes = Math.max(limits.lineBytes, DEFAULT_LIMITS.lineBytes);
  const splitter = new RecordSplitter({ format, from, wholeBytes, keptBytes: KEPT_BYTES });
  for await (const chunk of readChunks(file, from, seen)) yield splitter.push(chunk);
  yield splitter.end();
}
