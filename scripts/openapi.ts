import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openapiDocument } from '../api/openapi-document.ts';
import { removalsIn } from '../api/openapi-removals.ts';

/** Writes api/openapi.json from the routes. Refuses to take away what clients may use, unless told to: `npm run openapi -- --break`. */
const file = join(import.meta.dirname, '..', 'api', 'openapi.json');
const document = await openapiDocument();
const removals = removalsIn(committed(), JSON.parse(document));
if (removals.length > 0 && !process.argv.includes('--break')) {
  console.error(
    `Not written: clients would miss\n${removals.map((line) => `  ${line}`).join('\n')}\n--break writes all the same.`,
  );
  process.exitCode = 1;
} else {
  writeFileSync(file, document);
}

function committed(): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
