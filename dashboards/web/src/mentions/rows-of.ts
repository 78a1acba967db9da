import type { Mention } from '../../../../api/schemas/answers.ts';

/** What has just come, in the order it came, and below it the list as the store has it. A mention that is in both stands in the list. */
export function rowsOf(streamed: readonly Mention[], listed: readonly Mention[]): readonly Mention[] {
  const known = new Set(listed.map(({ id }) => id));
  return [...streamed.filter(({ id }) => !known.has(id)), ...listed];
}
