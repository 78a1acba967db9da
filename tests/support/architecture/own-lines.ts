import { type Comment, type Program, Visitor } from 'oxc-parser';

/** A function's own lines at most. */
export const MAX_OWN_LINES = 50;

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The functions with too many lines of their own: what nested functions, comments, blank lines and the text of templates fill does
 * not count. The linter's
 * cap counts nested functions too, and so refuses every factory: a factory may be long as long as each function in it is short.
 */
export function longFunctionsIn(
  program: Program,
  comments: readonly Comment[],
  source: string,
): (readonly [offset: number, ownLines: number])[] {
  const functions: Span[] = [];
  const add = ({ start, end }: Span): void => void functions.push({ start, end });
  const texts: Span[] = [];
  new Visitor({
    FunctionDeclaration: add,
    FunctionExpression: add,
    ArrowFunctionExpression: add,
    TemplateElement: ({ start, end }) => void texts.push({ start, end }),
  }).visit(program);
  return functions.flatMap((outer) => {
    const nested = functions.filter(({ start, end }) => start > outer.start && end <= outer.end);
    const ownLines = linesOutside(source, outer, [...nested, ...comments, ...texts]);
    return ownLines > MAX_OWN_LINES ? [[outer.start, ownLines] as const] : [];
  });
}

/** Lines of a span that hold something outside of the holes. */
function linesOutside(source: string, { start, end }: Span, holes: readonly Span[]): number {
  let own = '';
  let at = start;
  for (const hole of holes.toSorted((a, b) => a.start - b.start)) {
    if (hole.end <= at || hole.start >= end) continue;
    own += source.slice(at, Math.max(at, hole.start)) + source.slice(hole.start, hole.end).replaceAll(/[^\n]/g, '');
    at = hole.end;
  }
  own += source.slice(at, end);
  return own.split('\n').filter((line) => line.trim() !== '').length;
}
