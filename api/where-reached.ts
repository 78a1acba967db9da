import { type Instant, SECOND_MS } from '../schemas/instants.ts';
import type { Period } from './period.ts';
import { type Scope, scoped, scopedAccounts } from './scope.ts';

/** Any revision: none moves a window. Of windows by time the first of the key answers. */
const WINDOWS = {
  mentions: `${scoped('mention_window_facts', 'any revision')} AND width = '1m'`,
  accounts: `${scopedAccounts('engagement_window_facts', 'any revision')} AND width = '1h'`,
} as const;

/**
 * What `ask` finds out about an earlier period, where the timeline reaches back to its begin; both are asked for at once, since most do.
 */
export async function whereReached<Answer>(
  scope: Scope,
  before: Period | undefined,
  what: keyof typeof WINDOWS,
  ask: (before: Period) => Promise<Answer>,
): Promise<Answer | undefined> {
  if (before === undefined) return undefined;
  const [isReached, answer] = await Promise.all([reachesBack(scope, before.from, what), ask(before)]);
  return isReached ? answer : undefined;
}

/** Whether the timeline's windows begin at that instant or before: else a period from there would be compared with a part of one. */
async function reachesBack(scope: Scope, to: Instant, what: keyof typeof WINDOWS): Promise<boolean> {
  const rows = await scope.rows(`SELECT 1 FROM ${WINDOWS[what]} AND start <= toDateTime({to:UInt32}, 'UTC') LIMIT 1`, {
    to: Math.max(0, to) / SECOND_MS,
  });
  return rows.length > 0;
}
