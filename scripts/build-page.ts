// `npm run build`: the page, into dashboards/web/dist, and beside each of its files what a browser takes more quickly (`.br`, `.gz`).
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';

const WEB = join(import.meta.dirname, '..', 'dashboards', 'web');
/** Less fits into the packets that the answer needs anyway. */
const WORTH_BYTES = 1_024;
/** Fonts and pictures are compressed by themselves. */
const TEXTS = /\.(?:html|js|css|svg|json|webmanifest)$/;

await build({ configFile: join(WEB, 'vite.config.ts'), logLevel: 'warn' });
const dist = join(WEB, 'dist');
const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => TEXTS.test(file));
const sizes = files.map((file) => compress(join(dist, file)));
const total = sizes.reduce((sum, bytes) => sum + bytes, 0);
console.log(`The page is built: ${files.length} files, ${Math.round(total / 1_024)} kB on the wire.`);

/** Bytes that travel for the file. */
function compress(path: string): number {
  const bytes = readFileSync(path);
  if (bytes.length < WORTH_BYTES) return bytes.length;
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const small = brotliCompressSync(bytes, { params });
  writeFileSync(`${path}.br`, small);
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
  return small.length;
}
