import type { Mention } from '../../../../api/schemas/answers.ts';

/** By the time that is written on them: they come in the order in which platforms hand them out. */
export function newestFirst(mentions: readonly Mention[]): readonly Mention[] {
  return mentions.toSorted((a, b) => Date.parse(b.time) - Date.parse(a.time));
}
