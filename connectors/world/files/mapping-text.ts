import { stringify } from 'yaml';
import type { Mapping } from '../../../schemas/mapping.ts';

/** A mapping as the YAML file that `replay` reads, without what is so by default. */
export function mappingText({ format, platform, kind, fields, time }: Mapping): string {
  const mapped = Object.entries(fields).filter(([, path]) => path !== undefined);
  return stringify({ format, platform, kind, time, fields: Object.fromEntries(mapped) });
}
