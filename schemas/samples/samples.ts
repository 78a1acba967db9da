import type { Codec } from '../bytes.ts';
import { accountItem } from '../events/account-item.ts';
import { barrier, coverage, shared, tick } from '../events/control.ts';
import { item } from '../events/item.ts';
import { mention } from '../events/mention.ts';
import { accountPost } from '../results/account-post.ts';
import { accountSnapshot } from '../results/account-snapshot.ts';
import { count } from '../results/count.ts';
import { deadLetter } from '../results/dead-letter.ts';
import { engagementRate } from '../results/engagement-rate.ts';
import { engagementWindow } from '../results/engagement-window.ts';
import { mentionScore } from '../results/mention-score.ts';
import { mentionWindow } from '../results/mention-window.ts';
import { profileGrowth } from '../results/profile-growth.ts';

/** Everything that is stored as bytes, by name. Each has a sample: a value and the bytes it was written as. */
export const STORED: Readonly<Record<string, Codec<unknown>>> = {
  'account-item': accountItem,
  'account-post': accountPost,
  'account-snapshot': accountSnapshot,
  barrier,
  count,
  coverage,
  'dead-letter': deadLetter,
  'engagement-rate': engagementRate,
  'engagement-window': engagementWindow,
  item,
  mention,
  'mention-score': mentionScore,
  'mention-window': mentionWindow,
  'profile-growth': profileGrowth,
  shared,
  tick,
};
