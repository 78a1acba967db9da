import type { Pipeline, Wiring } from '../../runtime/task/fold.ts';
import { totals } from '../../runtime/task/totals.ts';
import type { AccountItem, Post, PostSnapshot } from '../../schemas/events/account-item.ts';
import type { EngagementWindow } from '../../schemas/results/engagement-window.ts';
import {
  accountPosts,
  accounts as accountStream,
  accountSnapshots,
  counts,
  engagementRates,
  engagementWindows,
  profileGrowths,
} from '../../schemas/streams.ts';
import { dropRepeats } from './drop-repeats/fold.ts';
import { gains, type EngagementChange } from './engagement/post-readings.ts';
import { rates } from './engagement/rates.ts';
import { engagement, publication } from './engagement/windows.ts';
import { profileGains } from './growth/profile-readings.ts';
import { growth } from './growth/windows.ts';
import { inWindows, type AccountChanges } from './window-fold.ts';

/** accounts → drop repeats → engagement windows and rates, profile growth. Read from the bottom: each fold hands its output upwards. */
export const accounts: Pipeline<AccountItem> = {
  name: 'accounts',
  version: 2,
  input: accountStream,
  targets: [
    { stream: accountPosts, edge: 'narrow' },
    { stream: accountSnapshots, edge: 'narrow' },
    { stream: engagementWindows, edge: 'narrow' },
    { stream: engagementRates, edge: 'narrow' },
    { stream: profileGrowths, edge: 'narrow' },
    { stream: counts, edge: 'narrow' },
  ],
  wire(wiring) {
    const { fold, emit, partition } = wiring;
    const counted = fold(totals, (total) => emit(counts, { pipeline: 'accounts', partition, ...total }));
    const engaged = engagementOf(wiring);
    const grown = growthOf(wiring);
    return fold(dropRepeats, (arrival) => {
      if (arrival.kind === 'repeated') return counted(['account_items', 'account_repeated']);
      const { item, late } = arrival;
      if (item.kind === 'post') emit(accountPosts, { ...item, late });
      else emit(accountSnapshots, { ...item, late });
      counted(['account_items', late ? 'account_late' : 'account_counted']);
      if (late) return;
      if (item.kind === 'profile') grown(item);
      else engaged(item);
    });
  },
};

/** Posts and their counters → gains → windows of 1 h and 1 d → rates of concluded hours. */
function engagementOf({ fold, emit }: Wiring) {
  const rated = fold(rates, (row) => emit(engagementRates, row));
  /** Hours that the item at hand revises; a timer concludes one at a time. */
  let revised: EngagementWindow[] | undefined;
  const windowed = fold(engagement, (row) => {
    emit(engagementWindows, row);
    if (!row.complete || row.width !== '1h') return;
    if (revised === undefined) rated({ platform: row.platform, account: row.account, hours: [row] });
    else revised.push(row);
  });
  const inAllWidths = (changes: AccountChanges<EngagementChange>): void => {
    const hours: EngagementWindow[] = (revised = []);
    for (const change of inWindows(changes)) windowed(change);
    revised = undefined;
    const { platform, account } = changes;
    if (hours.length > 0) rated({ platform, account, hours });
  };
  const gained = fold(gains, inAllWidths);
  return (item: Post | PostSnapshot): void => {
    if (item.kind === 'counters') return gained(item);
    const { platform, account, time } = item;
    inAllWidths({ platform, account, changes: [publication(time)] });
  };
}

/** Snapshots of profiles → followers gained → windows of 1 h and 1 d. */
function growthOf({ fold, emit }: Wiring) {
  const windowed = fold(growth, (row) => emit(profileGrowths, row));
  return fold(profileGains, (changes) => {
    for (const change of inWindows(changes)) windowed(change);
  });
}
