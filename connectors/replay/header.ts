import type { Mapping } from '../../schemas/mapping.ts';
import { readRecords } from './entries.ts';
import { inspectFile } from './file.ts';
import { unusable } from './unreadable.ts';

/** The bytes of a CSV or TSV file's header: its first record. Throws FILE_UNREADABLE when there is none. */
export async function readHeader(path: string, mapping: Pick<Mapping, 'format' | 'limits'>): Promise<Uint8Array> {
  const file = await inspectFile(path);
  for await (const [header] of readRecords(file, mapping, 0, () => undefined))
    if (header !== undefined) return header.raw;
  throw unusable(path, 'has no header: its lines are blank; check how it was made');
}
