import {
  ENGAGEMENT_SUMS,
  engagementSums,
  noEngagement,
  type EngagementWindow,
} from '../../../schemas/results/engagement-window.ts';
import { windowFold } from '../window-fold.ts';
import type { EngagementChange } from './post-readings.ts';

/** What each account's posts gained per hour and day: sums of changes. */
export const engagement = windowFold<EngagementChange, ReturnType<typeof noEngagement>, EngagementWindow>({
  name: 'engagement',
  state: engagementSums,
  empty: noEngagement,
  add(state, { sums }) {
    for (const name of ENGAGEMENT_SUMS) state[name] += sums[name];
  },
  rowOf: (place, sums, complete) => ({ ...place, ...sums, complete }),
});

/** A post came out: it counts in the window of its own time. */
export function publication(time: number): EngagementChange {
  return { time, sums: { ...noEngagement(), posts: 1 } };
}
