import { TidelineError } from './errors.ts';
import type { ErrorCode } from './errors.ts';
import { nearest } from './nearest.ts';

/**
 * Everything wrong with a value that a person wrote, gathered with its path (`watches[2].any[0]`), so that they see all of it
 * at once. The caller reads on with what is usable and calls `raise` at the end.
 */
export interface Problems {
  add(path: string, problem: string): void;
  /** The value as a map with no keys but these; unknown keys are problems. Undefined, and a problem, when it is no map. */
  map(value: unknown, path: string, keys: readonly string[]): Readonly<Record<string, unknown>> | undefined;
  /** One of the allowed words; undefined, and a problem, when it is none. */
  oneOf<T extends string>(value: unknown, path: string, allowed: readonly T[]): T | undefined;
  /** Throws one error that lists every problem, if there is any. */
  raise(code: ErrorCode, title: string): void;
}

export function problemList(): Problems {
  const found: string[] = [];
  const add = (path: string, problem: string): void => {
    found.push(path === '' ? problem : `${path}: ${problem}`);
  };
  return {
    add,
    map(value, path, keys) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        add(path, `must be a map with ${keys.join(', ')}; it is ${shown(value)}`);
        return undefined;
      }
      for (const key of Object.keys(value)) if (!keys.includes(key)) add(path, unknownKey(key, keys));
      return value as Readonly<Record<string, unknown>>;
    },
    oneOf(value, path, allowed) {
      const match = allowed.find((word) => word === value);
      if (match === undefined)
        add(path, `must be ${allowed.join(', ')}; it is ${shown(value)}${meant(value, allowed)}`);
      return match;
    },
    raise(code, title) {
      if (found.length === 0) return;
      const count = found.length === 1 ? '1 problem' : `${found.length} problems`;
      throw new TidelineError(code, `${title} (${count}):\n${found.map((line) => `  ${line}`).join('\n')}`);
    },
  };
}

function unknownKey(key: string, keys: readonly string[]): string {
  const close = nearest(key, keys);
  return `unknown key \`${key}\`; ${close === undefined ? `known are ${keys.join(', ')}` : `did you mean \`${close}\`?`}`;
}

function meant(value: unknown, allowed: readonly string[]): string {
  const close = typeof value === 'string' ? nearest(value, allowed) : undefined;
  return close === undefined ? '' : `; did you mean \`${close}\`?`;
}

/** A value as a message may show it: short, on one line. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text;
}
