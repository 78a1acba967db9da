import { expect, test } from 'vitest';
import type { LiveState } from '../../../../api/schemas/live.ts';
import { isPolling, type PillInput, pillOf } from './pill.ts';

const STATUS: LiveState = {
  timeline: 'demo',
  now: '2026-01-31T12:00:00.000Z',
  speed: 1,
  watermark: null,
  data_until: null,
  behind_ms: 1_200,
  state: 'live',
  mentions_per_s: 1,
  sources: [],
  reason: null,
};
const LIVE: PillInput = { link: { kind: 'open' }, status: STATUS, isPaused: false, isUnreachable: false };
const waiting = (attempt: number) => ({ kind: 'waiting', attempt, since: 7 }) as const;

test.each<[string, Partial<PillInput>, object]>([
  ['live with the delay', {}, { kind: 'live', behindMs: 1_200 }],
  ['delayed beyond 10 s', { status: { ...STATUS, behind_ms: 14_000 } }, { kind: 'delayed', behindMs: 14_000 }],
  ['live at 10 s', { status: { ...STATUS, behind_ms: 10_000 } }, { kind: 'live', behindMs: 10_000 }],
  ['live without a delay while nothing has come', { status: { ...STATUS, behind_ms: null } }, { kind: 'live' }],
  ['paused', { isPaused: true }, { kind: 'paused' }],
  ['connecting without a status', { status: undefined }, { kind: 'connecting' }],
  ['what the pipeline says', { status: { ...STATUS, state: 'catching-up' } }, { kind: 'catching-up' }],
  ['why it stalls', { status: { ...STATUS, state: 'stalled', reason: 'full' } }, { kind: 'stalled', reason: 'full' }],
  ['reconnecting', { link: waiting(2) }, { kind: 'reconnecting', attempt: 2 }],
  ['asking after three failures', { link: waiting(3) }, { kind: 'polling' }],
  ['offline when nobody answers either', { link: waiting(3), isUnreachable: true }, { kind: 'offline', since: 7 }],
  ['offline before paused', { link: waiting(9), isUnreachable: true, isPaused: true }, { kind: 'offline', since: 7 }],
])('%s', (_, input, pill) => {
  expect(pillOf({ ...LIVE, ...input })).toEqual(pill);
});

test('the page asks by itself only after three failed tries', () => {
  expect([1, 2, 3, 4].map((attempt) => isPolling(waiting(attempt)))).toEqual([false, false, true, true]);
});
