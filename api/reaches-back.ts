import { type Instant, SECOND_MS } from '../schemas/instants.ts';
import { type Scope, scoped, scopedAccounts } from './scope.ts';

/** Any revision: none moves a window. Of windows by time the first of the key answers. */
const WINDOWS = {
  mentions: `${scoped('mention_window_facts', 'any revision')} AND width = '1m'`,
  accounts: `${scopedAccounts('engagement_window_facts', 'any revision')} AND width = '1h'`,
} as const;

/** Whether the timeline's windows begin at that instant or before: else a period from there would be compared with a part of one. */
export async function reachesBack(scope: Scope, to: Instant, what: keyof typeof WINDOWS): Promise<boolean> {
  const rows = await scope.rows(`SELECT 1 FROM ${WINDOWS[what]} AND start <= toDateTime({to:UInt32}, 'UTC') LIMIT 1`, {
    to: Math.max(0, to) / SECOND_MS,
  });
  return rows.length > 0;
}
