import { expect, test } from 'vitest';
import { noteOf } from './note-of.ts';

const LIVE = { kind: 'live' } as const;
const source = (state: string, detail = '') => ({ source: 'plaza', state, detail, until: null });

test('nothing is said while every source is live', () => {
  expect(noteOf(LIVE, [source('live')])).toBeUndefined();
  expect(noteOf(LIVE, undefined)).toBeUndefined();
});

test('a server that is away, and a stream that stalls, are said before what sources were like', () => {
  const away = [source('catching-up')];
  expect(noteOf({ kind: 'offline', since: 7 }, away)).toEqual({ kind: 'offline', since: 7 });
  expect(noteOf({ kind: 'stalled', reason: 'full' }, away)).toEqual({ kind: 'stalled', reason: 'full' });
});

test('a demo that makes its history says how far it is', () => {
  const making = source('catching-up', 'history, 5.2 of 8.0 days, 120 times as fast as the clock');
  expect(noteOf(LIVE, [making])).toEqual({ kind: 'making', progress: '5.2 of 8.0 days' });
});

test('of several sources those are named that are away', () => {
  const away = source('limited', 'until noon');
  expect(noteOf(LIVE, [source('live'), away])).toEqual({ kind: 'partial', live: 1, away: [away] });
});
