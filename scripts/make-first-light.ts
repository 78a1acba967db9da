import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { firstLight } from './first-light/world.ts';

/** Writes the stream that comes with Tideline; a test holds the file to what this makes. */
const file = join(import.meta.dirname, '..', 'connectors', 'replay', 'first-light', 'first-light.ndjson.gz');
const bytes = gzipSync(firstLight(), { level: 9 });
writeFileSync(file, bytes);
console.log(`${file}: ${bytes.length} bytes`);
