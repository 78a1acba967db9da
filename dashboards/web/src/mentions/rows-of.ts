import type { Mention } from '../../../../api/schemas/answers.ts';

/**
 * What has just come, in the order it came, and below it the list as the store has it. A mention that is in both stands in the list; one
 * that is older than the last row of the list has its place further down, in a page that is not loaded.
 */
export function rowsOf(streamed: readonly Mention[], listed: readonly Mention[], isWhole: boolean): readonly Mention[] {
  const known = new Set(listed.map(({ id }) => id));
  const oldest = isWhole ? '' : (listed.at(-1)?.time ?? '');
  return [...streamed.filter(({ id, time }) => !known.has(id) && time >= oldest), ...listed];
}
