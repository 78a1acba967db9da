import type { Mapping } from '../../schemas/mapping.ts';
import { readRecords } from './entries.ts';
import { inspectFile } from './file.ts';

export interface Sample {
  readonly records: readonly Uint8Array[];
  /** The file has no others. */
  readonly isWhole: boolean;
}

const SAMPLE_RECORDS = 1_000;
const SAMPLE_BYTES = 8_388_608;

/** The first records of a file, the header among them: 1,000, or fewer when they are large. Throws FILE_UNREADABLE. */
export async function sampleRecords(path: string, mapping: Pick<Mapping, 'format' | 'limits'>): Promise<Sample> {
  const file = await inspectFile(path);
  const records: Uint8Array[] = [];
  let bytes = 0;
  for await (const found of readRecords(file, mapping, 0, () => undefined)) {
    for (const { raw } of found) {
      if (records.length === SAMPLE_RECORDS || bytes > SAMPLE_BYTES) return { records, isWhole: false };
      records.push(raw);
      bytes += raw.length;
    }
  }
  return { records, isWhole: true };
}
