import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import { nearest } from '../../runtime/nearest.ts';
import { shown, type Problems } from '../../runtime/problems.ts';
import { messageOf, TidelineError } from '../../runtime/errors.ts';
import type { CommandIo } from '../io.ts';
import type { Found } from './found.ts';
import { LEAVES } from './settings.ts';

const PREFIX = 'TIDELINE__';

/** `store.memoryBytes` → TIDELINE__STORE__MEMORY_BYTES. */
export function variableOf(path: string): string {
  const words = path.split('.').map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase());
  return PREFIX + words.join('__');
}

/** Settings among variables; values other than texts are written as in YAML. Names with our prefix that are no setting are problems. */
export function readVariables(
  variables: Readonly<Record<string, string | undefined>>,
  sourceOf: (name: string) => string,
  problems: Problems,
): Map<string, Found> {
  const leaves = new Map(LEAVES.map((leaf) => [variableOf(leaf.path), leaf]));
  const found = new Map<string, Found>();
  for (const [name, text] of Object.entries(variables)) {
    if (!name.startsWith(PREFIX) || text === undefined) continue;
    const leaf = leaves.get(name);
    if (leaf !== undefined) {
      const value = leaf.kind === 'text' ? text : yamlValue(text, sourceOf(name), problems);
      found.set(leaf.path, { value, source: () => sourceOf(name) });
      continue;
    }
    const close = nearest(name, [...leaves.keys()]);
    const hint = close === undefined ? `known are ${[...leaves.keys()].join(', ')}` : `did you mean ${close}?`;
    problems.add(sourceOf(name), `no such setting; ${hint}`);
  }
  return found;
}

function yamlValue(text: string, source: string, problems: Problems): unknown {
  try {
    return parse(text) as unknown;
  } catch (error) {
    problems.add(source, `is not YAML: ${shown(text)} (${messageOf(error).split('\n')[0]})`);
    return undefined;
  }
}

/** The variables of `.env` in the working directory; none when there is no such file. */
export function readDotEnv({ cwd }: Pick<CommandIo, 'cwd'>): Readonly<Record<string, string | undefined>> {
  const path = join(cwd, '.env');
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new TidelineError('CONFIG_INVALID', `${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
