import { basename } from 'node:path';
import { sampleRecords } from '../connectors/replay/sample.ts';
import { absentFields, type AbsentField } from '../ingest/normalise/absent-fields.ts';
import type { Mapping } from '../schemas/mapping.ts';
import type { CommandIo } from './io.ts';

/** Fields without which a line is a dead letter. */
const NEEDED: readonly AbsentField['field'][] = ['id', 'text', 'time'];

/**
 * Says before a replay which mapped fields the first lines of the file lack: an optional one that no line has would be empty in every
 * row, and nothing else would tell.
 */
export async function warnAbsentFields(path: string, mapping: Mapping, io: Pick<CommandIo, 'stderr'>): Promise<void> {
  const { records, isWhole } = await sampleRecords(path, mapping);
  const lines = isWhole ? 'No line' : `None of the first ${records.length.toLocaleString('en-US')} lines`;
  for (const { field, path: column, meant } of absentFields(mapping, records)) {
    const effect = NEEDED.includes(field)
      ? 'a line without it is a dead letter'
      : isWhole
        ? 'it stays empty'
        : 'it may stay empty';
    const hint = meant === undefined ? '' : ` Did you mean \`${meant}\`?`;
    io.stderr.write(`${lines} of ${basename(path)} has \`${column}\` (${field}): ${effect}.${hint}\n`);
  }
}
