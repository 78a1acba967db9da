import { parseDocument } from 'yaml';

import { TidelineError } from '../../runtime/errors.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import { parseMapping } from './mapping.ts';

/** The mapping in the text of a mapping file (YAML). Throws MAPPING_INVALID: YAML errors with line and column, or every problem. */
export function readMapping(text: string): Mapping {
  const document = parseDocument(text);
  const errors = document.errors.map((error) => `  ${error.message.trimEnd()}`);
  if (errors.length > 0) throw new TidelineError('MAPPING_INVALID', `the mapping is not YAML:\n${errors.join('\n')}`);
  return parseMapping(document.toJS({ maxAliasCount: 100 }) as unknown);
}
