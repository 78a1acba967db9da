import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isMap, isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { nearest } from '../../runtime/nearest.ts';
import { shown, type Problems } from '../../runtime/problems.ts';
import { messageOf, TidelineError } from '../../runtime/errors.ts';
import type { CommandIo } from '../io.ts';
import { DEFAULT_CONFIG, type CommonOptions } from '../options.ts';
import type { Found } from './found.ts';
import { keysUnder } from './settings.ts';

type Key = string | number;

/** Settings in the configuration file, each with its line. A default file that is not there is an empty one. */
export function readConfigFile(
  options: Pick<CommonOptions, 'config'>,
  io: Pick<CommandIo, 'cwd'>,
  problems: Problems,
): Map<string, Found> {
  const name = options.config ?? DEFAULT_CONFIG;
  const text = readText(resolve(io.cwd, name), options.config === undefined);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (const error of document.errors) {
    problems.add(`${name}:${lines.linePos(error.pos[0]).line}`, error.message.split('\n')[0]?.replace(/:$/, '') ?? '');
  }
  const found = new Map<string, Found>();
  if (document.errors.length > 0) return found;
  const at = (path: readonly Key[]): string => `${name}:${lineOf(document, lines, path)}`;
  collect(document.toJS({ maxAliasCount: 100 }) as unknown, [], { at, found, problems });
  return found;
}

function readText(path: string, mayBeMissing: boolean): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (mayBeMissing && isMissing) return '';
    if (isMissing) {
      const message = `There is no configuration file ${path}: --config names one, e.g. tideline.yaml.`;
      throw new TidelineError('CONFIG_INVALID', message, { cause: error });
    }
    throw new TidelineError('CONFIG_INVALID', `The configuration file ${path} cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

interface Collecting {
  readonly at: (path: readonly Key[]) => string;
  readonly found: Map<string, Found>;
  readonly problems: Problems;
}

/** Goes down to the settings. An empty value (`log:`) says nothing. */
function collect(value: unknown, path: readonly string[], into: Collecting): void {
  const { at, found, problems } = into;
  if (value === null || value === undefined) return;
  const known = keysUnder(path.join('.'));
  if (known === undefined) {
    found.set(path.join('.'), { value, source: (within = []) => at([...path, ...within]) });
    return;
  }
  const prefix = path.length === 0 ? '' : `${path.join('.')}: `;
  if (typeof value !== 'object' || Array.isArray(value)) {
    problems.add(at(path), `${prefix}must be a map with ${known.join(', ')}; it is ${shown(value)}`);
    return;
  }
  for (const [key, child] of Object.entries(value as Record<string, unknown>)) {
    if (known.includes(key)) collect(child, [...path, key], into);
    else problems.add(at([...path, key]), `${prefix}unknown key \`${key}\`; ${hint(key, known)}`);
  }
}

function hint(key: string, known: readonly string[]): string {
  const close = nearest(key, known);
  return close === undefined ? `known are ${known.join(', ')}` : `did you mean \`${close}\`?`;
}

/** The line of a key, or of the innermost thing around it that the file has. */
function lineOf(document: Document, lines: LineCounter, path: readonly Key[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const node = isMap(parent)
      ? parent.items.find(({ key }) => String(key) === String(last))?.key
      : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
