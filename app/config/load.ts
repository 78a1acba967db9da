import { problemList, shown, type Problems } from '../../runtime/problems.ts';
import { checkWatches } from '../../ingest/normalise/watches.ts';
import { TidelineError } from '../../runtime/errors.ts';
import type { Watch } from '../../schemas/watch.ts';
import type { CommandIo } from '../io.ts';
import type { CommonOptions } from '../options.ts';
import { readDotEnv, readVariables } from './environment.ts';
import { readConfigFile } from './file.ts';
import type { Found } from './found.ts';
import { LEAVES, type Config, type Leaf } from './settings.ts';

/** Options of the command line that are settings too. */
export type ConfigOptions = Pick<CommonOptions, 'config'> & {
  readonly partitions?: number | undefined;
  readonly port?: number | undefined;
};
type ConfigIo = Pick<CommandIo, 'cwd' | 'env'>;

export interface Resolved {
  readonly config: Config;
  /** Where each setting comes from, by its path: `tideline.yaml:3`, a variable, a flag, `default`. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Flags before environment before `.env` before the file before defaults. Throws CONFIG_INVALID with every problem at once. */
export function loadConfig(options: ConfigOptions, io: ConfigIo): Config {
  return resolveConfig(options, io).config;
}

export function resolveConfig(options: ConfigOptions, io: ConfigIo): Resolved {
  const problems = problemList();
  const flags = new Map<string, Found>();
  if (options.partitions !== undefined) {
    flags.set('partitions', { value: options.partitions, source: () => '--partitions' });
  }
  if (options.port !== undefined) flags.set('api.port', { value: options.port, source: () => '--port' });
  const layers = [
    flags,
    readVariables(io.env, (name) => name, problems),
    readVariables(readDotEnv(io), (name) => `.env ${name}`, problems),
    readConfigFile(options, io, problems),
  ];
  const values = new Map<string, unknown>();
  const sources = new Map<string, string>();
  for (const leaf of LEAVES) {
    const found = layers.map((layer) => layer.get(leaf.path)).find((each) => (each?.value ?? undefined) !== undefined);
    sources.set(leaf.path, found?.source() ?? 'default');
    values.set(leaf.path, checked(leaf, found, problems));
  }
  problems.raise('CONFIG_INVALID', 'the configuration cannot be used');
  return { config: configOf(values), sources };
}

function checked(leaf: Leaf, found: Found | undefined, problems: Problems): unknown {
  if (leaf.kind === 'watches') return found === undefined ? [] : watchesIn(found, problems);
  if (found === undefined) return leaf.default;
  const { value } = found;
  if (leaf.kind === 'text') {
    if (typeof value === 'string') return value;
    problems.add(found.source(), `${leaf.path}: must be a text${leaf.secret ? '' : `; it is ${shown(value)}`}`);
    return undefined;
  }
  if (leaf.kind === 'flag') {
    if (typeof value === 'boolean') return value;
    problems.add(found.source(), `${leaf.path}: must be true or false; it is ${shown(value)}`);
    return undefined;
  }
  const { minimum, maximum, path } = leaf;
  if (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum) return value;
  problems.add(found.source(), `${path}: must be a whole number from ${minimum} to ${maximum}; it is ${shown(value)}`);
  return undefined;
}

/** The problems of checkWatches, each with its line: they begin with their path, `watches[2].any[0]: …`. */
function watchesIn(found: Found, problems: Problems): readonly Watch[] {
  try {
    return checkWatches(found.value);
  } catch (error) {
    if (!(error instanceof TidelineError)) throw error;
    for (const line of error.message.split('\n').slice(1)) {
      const path = /^\s*watches([^:\s]*)/.exec(line)?.[1] ?? '';
      const keys = Array.from(path.matchAll(/\[(\d+)\]|\.([a-z]+)/g), ([, index, key]) => key ?? Number(index));
      problems.add(found.source(keys), line.trim());
    }
    return [];
  }
}

/** Only called when every leaf passed its check. */
function configOf(values: ReadonlyMap<string, unknown>): Config {
  const config: Record<string, unknown> = {};
  for (const [path, value] of values) {
    const [group = path, key] = path.split('.');
    if (key === undefined) config[group] = value;
    else config[group] = { ...(config[group] as object | undefined), [key]: value };
  }
  return config as unknown as Config;
}
