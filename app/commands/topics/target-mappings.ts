import { fitColumns } from '../../../ingest/normalise/csv/header.ts';
import { mappingId } from '../../../ingest/normalise/mapping-record.ts';
import { TidelineError } from '../../../runtime/errors.ts';
import type { Mapping } from '../../../schemas/mapping.ts';

/** Letters that are read again together, in one order of time; one target comes after the other. */
export interface Target {
  readonly mapping: Mapping;
  /** Names of the mappings that they were dead under. */
  readonly from: ReadonlySet<string>;
}

export interface Targets {
  readonly targets: readonly Target[];
  /** Names of the mappings whose letters the wished one cannot read, with the reason. */
  readonly left: readonly { readonly from: string; readonly reason: string }[];
}

/**
 * Which mapping reads the letters of which: their own, or the wished one. Rows of CSV and TSV mean nothing without the header of
 * their file, which the mapping that they were read with has kept.
 * Throws MAPPING_INVALID when the wished one does not fit that header.
 */
export function targetMappings(
  names: readonly string[],
  known: ReadonlyMap<string, Mapping>,
  wished: Mapping | undefined,
): Targets {
  const targets = new Map<string, { mapping: Mapping; from: Set<string> }>();
  const left: { from: string; reason: string }[] = [];
  for (const from of names) {
    const found = targetOf(from, known.get(from), wished);
    if (typeof found === 'string') left.push({ from, reason: found });
    else {
      const name = mappingId(found);
      const target = targets.get(name) ?? { mapping: found, from: new Set() };
      target.from.add(from);
      targets.set(name, target);
    }
  }
  return { targets: [...targets.values()], left };
}

/** The mapping, or why there is none. */
function targetOf(from: string, known: Mapping | undefined, wished: Mapping | undefined): Mapping | string {
  if (wished === undefined) {
    if (known !== undefined) return known;
    throw new TidelineError(
      'MAPPING_INVALID',
      `The mapping ${from} of these letters is no longer known: name one with --mapping.`,
    );
  }
  if (known !== undefined && known.format !== wished.format) {
    return `they were read as ${known.format}, and this mapping says format: ${wished.format}`;
  }
  if (wished.format === 'ndjson') return wished;
  if (known?.columns === undefined) return `the header of their ${wished.format} file is not known`;
  return fitColumns(wished, known.columns);
}
