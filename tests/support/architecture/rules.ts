import { type Program, parseSync, Visitor } from 'oxc-parser';
import { longFunctionsIn, MAX_OWN_LINES } from './own-lines.ts';
import { type Reference, referencesOf } from './references.ts';

/** What the files of a top-level folder may import beside their own folder. Whoever is not named here is refused. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  schemas: [],
  runtime: ['schemas'],
  connectors: ['schemas', 'runtime'],
  ingest: ['schemas', 'runtime'],
  processors: ['schemas', 'runtime'],
  sinks: ['schemas', 'runtime'],
  scheduler: ['schemas', 'runtime'],
  api: ['schemas', 'runtime'],
  dashboards: ['schemas'],
};

/** Folders without import rules: the composition root, and what is not the product. Nobody of the product may import them. */
const FREE = ['app', 'tests', 'scripts'];

/** Single files, or folders with a slash at the end, that a folder may import beside the above, and only the types. */
const MAY_IMPORT_TYPES: Readonly<Record<string, readonly string[]>> = {
  ingest: ['connectors/connector.ts'],
  scheduler: ['connectors/connector.ts'],
  dashboards: ['api/schemas/'],
};

/** Where the clock may be read. */
const AMBIENT = /^(?:app|tests|scripts|runtime\/time)\/|^runtime\/logger|\.test\.tsx?$/;

/** What the cap on a function's lines is not for: tests are lists of cases. */
const UNCAPPED = /^tests\/|\.test\.tsx?$|\.generated\.ts$/;

const MAX_TYPE_PARAMETERS = 3;

export const TOP_LEVEL_FOLDERS: readonly string[] = [...Object.keys(MAY_IMPORT), ...FREE, 'docs'];

/**
 * What breaks the rules of the house in one file, a line each (`runtime/a.ts:3 imports …`), for the rules that the linter cannot express:
 * import directions, imports that cannot be checked, the wall clock by `new Date()`, long type parameter lists, long
 * functions.
 * `path` is relative to the project's root.
 */
export function violationsIn(path: string, source: string): string[] {
  const { program, comments, errors } = parseSync(path, source);
  if (errors[0] !== undefined) return [`${path} cannot be parsed: ${errors[0].message}`];
  const long = UNCAPPED.test(path) ? [] : longFunctionsIn(program, comments, source);
  const found: Violation[] = [
    ...importViolations(path, referencesOf(path, program)),
    ...syntaxViolations(path, program),
    ...long.map(([at, lines]): Violation => [at, `has a function of ${lines} own lines, at most ${MAX_OWN_LINES}`]),
  ];
  return found.map(([offset, text]) => `${path}:${source.slice(0, offset).split('\n').length} ${text}`);
}

type Violation = readonly [offset: number, text: string];

function importViolations(path: string, references: readonly Reference[]): Violation[] {
  const from = folderOf(path);
  if (FREE.includes(from)) return [];
  return references.flatMap(({ target, typeOnly, offset }): Violation[] => {
    if (target === undefined) return [[offset, 'imports a computed path, which no rule can check']];
    if (mayImport(path, target)) return [];
    if (MAY_IMPORT_TYPES[from]?.some((place) => target === place || (place.endsWith('/') && target.startsWith(place))))
      return typeOnly ? [] : [[offset, `imports more than types of ${target}`]];
    return [[offset, `imports ${target}: ${from} may import ${['itself', ...(MAY_IMPORT[from] ?? [])].join(', ')}`]];
  });
}

function mayImport(path: string, target: string): boolean {
  const from = folderOf(path);
  const to = folderOf(target);
  const isTest = /\.test\.tsx?$/.test(path);
  return to === from || (MAY_IMPORT[from] ?? []).includes(to) || (isTest && to === 'tests');
}

function syntaxViolations(path: string, program: Program): Violation[] {
  const found: Violation[] = [];
  const clock = ({ callee, arguments: args, start }: { callee: object; arguments: unknown[]; start: number }): void => {
    const readsClock = 'name' in callee && callee.name === 'Date' && args.length === 0;
    if (readsClock && !AMBIENT.test(path)) found.push([start, 'reads the wall clock: take a Clock as an argument']);
  };
  new Visitor({
    NewExpression: clock,
    CallExpression: clock,
    TSTypeParameterDeclaration({ params, start }) {
      if (params.length > MAX_TYPE_PARAMETERS) found.push([start, `has ${params.length} type parameters, at most 3`]);
    },
  }).visit(program);
  return found;
}

/** `runtime/time/clock.ts` → `runtime`; a file of the top level and a path outside of the project are their own folder. */
function folderOf(path: string): string {
  return path.split('/')[0] ?? path;
}
