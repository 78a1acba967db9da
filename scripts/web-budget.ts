// `npm run check:budget`: what the built page costs a browser, against what it may cost. A route's cost is the gzipped JavaScript that must
// be there before it is drawn; for a lazy route, that which the first one does not bring.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Of Vite's manifest: what a chunk is and what it needs at once. */
interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}
type Manifest = Readonly<Record<string, Chunk>>;

const DIST = join(import.meta.dirname, '..', 'dashboards', 'web', 'dist');
const FIRST_ROUTE = 'src/overview/overview.tsx';
const FIRST_KB = 220;
const LAZY_KB = 70;

/** The chunk and all that it needs at once. */
function closure(manifest: Manifest, name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const needed of manifest[name]?.imports ?? []) closure(manifest, needed, seen);
  return seen;
}

function gzippedKb(manifest: Manifest, names: Iterable<string>): number {
  const files = [...names].flatMap((name) => manifest[name]?.file ?? []);
  const sizes = files.map((file) => gzipSync(readFileSync(join(DIST, file))).length);
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

const manifest = JSON.parse(readFileSync(join(DIST, '.vite', 'manifest.json'), 'utf8')) as Manifest;
const names = Object.keys(manifest);
const entry = names.find((name) => manifest[name]?.isEntry);
const lazy = new Set(names.flatMap((name) => manifest[name]?.dynamicImports ?? []));
if (entry === undefined || !lazy.has(FIRST_ROUTE)) {
  throw new Error(`The manifest in ${DIST} has no entry, or no ${FIRST_ROUTE}: the budget would watch nothing.`);
}
const shell = closure(manifest, entry);
const first = closure(manifest, FIRST_ROUTE, new Set(shell));
const rows = [
  { route: 'first: shell + overview', kb: gzippedKb(manifest, first), atMostKb: FIRST_KB },
  ...[...lazy]
    .filter((name) => name !== FIRST_ROUTE)
    .map((name) => {
      const own = closure(manifest, name).difference(shell);
      return { route: name, kb: gzippedKb(manifest, own), atMostKb: LAZY_KB };
    }),
];
for (const { route, kb, atMostKb } of rows) {
  console.log(`${kb.toFixed(1).padStart(6)} kB of ${atMostKb}  ${route}${kb > atMostKb ? '  TOO LARGE' : ''}`);
}
process.exitCode = rows.some(({ kb, atMostKb }) => kb > atMostKb) ? 1 : 0;
