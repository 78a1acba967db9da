import { isSlug } from '../../schemas/ids.ts';
import type { Watch } from '../../schemas/watch.ts';
import { problemList, shown } from '../../runtime/problems.ts';
import type { Problems } from '../../runtime/problems.ts';
import { wordsOf } from './text/words.ts';

const LISTS = ['any', 'all', 'none'] as const;
const LONGEST_TERM = 200;

/** The `watches` of a configuration file. Throws CONFIG_INVALID with every problem at once, each with its path. */
export function checkWatches(value: unknown): Watch[] {
  const problems = problemList();
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  if (!Array.isArray(value)) problems.add('watches', `must be a list of watches; it is ${shown(value)}`);
  const watches = entries.map((entry, index) => readWatch(entry, `watches[${index}]`, problems));
  const firstOf = new Map<string, number>();
  watches.forEach(({ name }, index) => {
    const first = firstOf.get(name);
    if (first === undefined) firstOf.set(name, index);
    else if (name !== '')
      problems.add(`watches[${index}].name`, `\`${name}\` is the name of watches[${first}] already`);
  });
  problems.raise('CONFIG_INVALID', 'the watches cannot be used');
  return watches;
}

function readWatch(entry: unknown, path: string, problems: Problems): Watch {
  const map = problems.map(entry, path, ['name', ...LISTS]);
  if (map === undefined) return { name: '', any: [], all: [], none: [] };
  const name = map['name'];
  if (typeof name !== 'string' || !isSlug(name)) {
    const rule = 'must be lower-case letters, digits, `.`, `_` or `-`, at most 63, beginning with a letter or digit';
    problems.add(`${path}.name`, `${rule}; it is ${shown(name)}`);
  }
  const [any, all, none] = LISTS.map((list) => readTerms(map[list], `${path}.${list}`, problems));
  if (map['any'] === undefined && map['all'] === undefined) {
    problems.add(path, 'needs `any` or `all`: a list of words, "phrases", "@handles" or "#hashtags"');
  }
  return { name: typeof name === 'string' ? name : '', any: any ?? [], all: all ?? [], none: none ?? [] };
}

function readTerms(value: unknown, path: string, problems: Problems): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length === 0) {
    problems.add(path, `must be a list of terms, e.g. ["@united", "virgin america"]; it is ${listShown(value)}`);
    return [];
  }
  const terms: string[] = [];
  value.forEach((term: unknown, index) => {
    const problem = termProblem(term);
    if (problem === undefined) terms.push(String(term));
    else problems.add(`${path}[${index}]`, problem);
  });
  return terms;
}

function listShown(value: unknown): string {
  return Array.isArray(value) ? 'an empty list' : shown(value);
}

function termProblem(term: unknown): string | undefined {
  if (typeof term !== 'string')
    return `must be a text; it is ${shown(term)} (put it in quotes: # and @ mean something in YAML)`;
  if (term.length > LONGEST_TERM) return `has ${term.length} characters; a term has at most ${LONGEST_TERM}`;
  const words = wordsOf(term);
  if (words.length === 0) return `${shown(term)} has no letter, digit or emoji to look for`;
  return words.includes('')
    ? `${shown(term)} is an address; addresses are not looked into: use words or a handle`
    : undefined;
}
