import { dirname, join } from 'node:path/posix';
import { type Program, Visitor, type VisitorObject } from 'oxc-parser';

/** One place in a file that names another file; packages are not among them (knip checks those). */
export interface Reference {
  /** A path from the project's root (`runtime/errors.ts`); undefined when it is computed and cannot be checked. */
  readonly target: string | undefined;
  /** Erased before the program runs: `import type`, `export type`, `typeof import()`. */
  readonly typeOnly: boolean;
  readonly offset: number;
}

/** A string that is a relative path to a module, wherever it stands: `require`, `new URL(…, import.meta.url)`, a worker's file. */
const MODULE_PATH = /^\.{1,2}\/.*\.(?:[cm]?[jt]sx?|json)$/;

/** Every file that the file at `path` names: static, dynamic and type imports, re-exports, and paths in strings. */
export function referencesOf(path: string, program: Program): Reference[] {
  const found = new Map<number, Reference>();
  const add = (offset: number, specifier: string | undefined, typeOnly: boolean): void => {
    if (found.has(offset) || (specifier !== undefined && !/^(?:\.|\/|file:)/.test(specifier))) return;
    const target = specifier?.startsWith('.') ? join(dirname(path), specifier) : specifier;
    found.set(offset, { target, typeOnly, offset });
  };
  new Visitor(visitorOf(add)).visit(program);
  return [...found.values()];
}

function visitorOf(add: (offset: number, specifier: string | undefined, typeOnly: boolean) => void): VisitorObject {
  return {
    ImportDeclaration({ source, importKind, specifiers }) {
      const eachIsType = specifiers.length > 0 && specifiers.every((s) => 'importKind' in s && s.importKind === 'type');
      add(source.start, source.value, importKind === 'type' || eachIsType);
    },
    ExportNamedDeclaration({ source, exportKind }) {
      if (source) add(source.start, source.value, exportKind === 'type');
    },
    ExportAllDeclaration({ source, exportKind }) {
      add(source.start, source.value, exportKind === 'type');
    },
    TSImportType({ source }) {
      add(source.start, source.value, true);
    },
    ImportExpression({ source }) {
      const literal = source.type === 'Literal' && typeof source.value === 'string' ? source.value : undefined;
      add(source.start, literal, false);
    },
    Literal({ start, value }) {
      if (typeof value === 'string' && MODULE_PATH.test(value)) add(start, value, false);
    },
  };
}
