import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { TidelineError } from '../../../runtime/errors.ts';
import type { Instant } from '../../../schemas/instants.ts';
import { watchesOf } from '../brands.ts';
import type { Kind } from '../event.ts';
import { mappingNameOf, mappingsOf } from '../mappings.ts';
import type { Totals } from '../truth/truth.ts';
import { truthFile } from '../truth/truth-file.ts';
import type { World } from '../world.ts';
import { lineFile, type LineFile } from './line-file.ts';
import { mappingText } from './mapping-text.ts';

export interface WriteDeps {
  readonly signal: AbortSignal;
  /** Called some twenty times a second and at the end, with the time of the world that is written. */
  readonly onProgress?: (reached: { readonly at: Instant; readonly lines: number }) => void;
}

/** Events between two looks at the signal. */
const STRIDE = 5_000;

/** `plaza-mention`: its lines are in `plaza-mention.ndjson`, how they are read in `plaza-mention.mapping.yaml`. */
export function fileNameOf(platform: string, kind: Kind): string {
  return `${platform}-${kind}`;
}

/**
 * A finite world as files: the lines of each platform and kind in the order of their arrival, with a mapping; the watches as
 * `tideline.yaml`; what must come out as `truth.json`. The same options give the same bytes, in constant memory. The directory must be
 * new or empty (USAGE); when the signal aborts or a file cannot be written, it is left empty. Resolves with the totals of the truth.
 */
export async function writeWorld(directory: string, world: World, deps: WriteDeps): Promise<Totals> {
  mkdirSync(directory, { recursive: true });
  if (readdirSync(directory).length > 0)
    throw new TidelineError('USAGE', `${directory} is not empty: a world is written into a directory of its own.`);
  const closing: (() => void)[] = [];
  try {
    return await writeInto(directory, world, deps, closing);
  } catch (error) {
    for (const close of closing) close();
    for (const name of readdirSync(directory)) rmSync(join(directory, name));
    throw error;
  }
}

/** `closing` learns how to let go of each file, if there is no end to it. */
async function writeInto(
  directory: string,
  world: World,
  { signal, onProgress }: WriteDeps,
  closing: (() => void)[],
): Promise<Totals> {
  const truth = truthFile(join(directory, 'truth.json'), world);
  closing.push(truth.drop);
  writeWatches(directory, world);
  const files = openFiles(directory, world);
  closing.push(...[...files.values()].map((file) => file.drop));
  let lines = 0;
  for (const event of world.events()) {
    truth.add(event);
    files.get(mappingNameOf(event.platform, event.label.kind))?.add(event.raw);
    if (++lines % STRIDE !== 0) continue;
    onProgress?.({ at: event.arrivalTime, lines });
    await new Promise(setImmediate);
    signal.throwIfAborted();
  }
  onProgress?.({ at: world.settings.end, lines });
  for (const file of files.values()) file.close();
  return truth.finish();
}

function writeWatches(directory: string, { settings }: World): void {
  const watches = watchesOf(settings.brands).map(({ name, any }) => ({ name, any }));
  writeFileSync(join(directory, 'tideline.yaml'), stringify({ watches }));
}

/** By the name of their mapping. */
function openFiles(directory: string, { settings }: World): ReadonlyMap<string, LineFile> {
  const files = new Map<string, LineFile>();
  for (const [name, mapping] of mappingsOf(settings.platforms)) {
    const path = join(directory, fileNameOf(mapping.platform, mapping.kind));
    writeFileSync(`${path}.mapping.yaml`, mappingText(mapping));
    files.set(name, lineFile(`${path}.ndjson`));
  }
  return files;
}
