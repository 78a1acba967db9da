import { expect, test } from 'vitest';
import { emptyFeed, encodeFeed } from '../ingest/feed.ts';
import { unfinishedLine, unfinishedReplays } from './unfinished.ts';

test('a replay that stopped is named with its command; finished ones and other timelines are not', async () => {
  const feeds = new Map([
    [
      'main/half/source/replay:half',
      { ...emptyFeed('sha m'), lines: 1_234, resume: 'npx tideline replay a --mapping m' },
    ],
    ['main/read/source/replay:read', { ...emptyFeed('sha m'), done: true, lines: 5 }],
    ['main/whole/source/replay:whole', { ...emptyFeed('sha m'), done: true, stored: true }],
  ]);
  const metaOf = (task: string): Uint8Array => {
    const feed = feeds.get(task);
    return feed === undefined ? new Uint8Array() : encodeFeed(feed);
  };
  const places = ['half', 'read', 'whole', 'live'].map((timeline) => ({ workspace: 'main', timeline }));
  expect((await unfinishedReplays(places, metaOf)).map(unfinishedLine)).toEqual([
    'timeline half is read up to line 1,234; it goes on with: npx tideline replay a --mapping m',
    'timeline read is read up to line 5; it goes on with: its `tideline replay …` command again',
  ]);
});
