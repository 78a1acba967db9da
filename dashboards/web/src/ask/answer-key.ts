import type { Question } from './ask.ts';
import { queryText } from './query-text.ts';

/** The same question, the same key, whoever asks and in whatever order the parameters come. */
export function answerKey({ path, filter }: Question): readonly [string, string] {
  return [path, queryText(filter)];
}
