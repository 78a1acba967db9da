import type { Question } from '../ask/ask.ts';
import { queryText } from '../ask/query-text.ts';

/** The question of a panel as a command for a shell. Single quotes: nothing in it is the shell's. */
export function curlOf(origin: string, { path, filter }: Question): string {
  return `curl '${`${origin}${path}${queryText(filter)}`.replaceAll("'", '%27')}'`;
}
