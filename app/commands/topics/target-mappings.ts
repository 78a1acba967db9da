import { misfits } from '../../../ingest/normalise/csv/header.ts';
import type { Mapping } from '../../../schemas/mapping.ts';

export interface Targets {
  /** What reads the letters that had the mapping of this name. */
  readonly readers: ReadonlyMap<string, Mapping>;
  /** Names of the mappings whose letters stay as they are, with the reason. */
  readonly left: readonly { readonly had: string; readonly reason: string }[];
}

/**
 * Which mapping reads the letters of which: their own, or the wished one. Rows of CSV and TSV mean nothing without the header of
 * their file, which the mapping that they had has kept; and nobody wants mentions under another platform.
 */
export function targetMappings(
  names: Iterable<string>,
  known: ReadonlyMap<string, Mapping>,
  wished: Mapping | undefined,
): Targets {
  const readers = new Map<string, Mapping>();
  const left: { had: string; reason: string }[] = [];
  for (const had of names) {
    const found = targetOf(had, known.get(had), wished);
    if (typeof found === 'string') left.push({ had, reason: found });
    else readers.set(had, found);
  }
  return { readers, left };
}

/** The mapping, or why there is none. */
function targetOf(had: string, known: Mapping | undefined, wished: Mapping | undefined): Mapping | string {
  if (wished === undefined)
    return known ?? `the mapping ${had} that they had is no longer known: name one with --mapping`;
  const differs = (['format', 'platform'] as const).find((key) => known !== undefined && known[key] !== wished[key]);
  if (differs !== undefined)
    return `they were read with ${differs}: ${known?.[differs]}, and this mapping says ${differs}: ${wished[differs]}`;
  if (wished.format === 'ndjson') return wished;
  if (known?.columns === undefined) return `the header of their ${wished.format} file is not known`;
  const problems = misfits(wished, known.columns);
  return problems.length === 0 ? { ...wished, columns: known.columns } : problems.join('; ');
}
