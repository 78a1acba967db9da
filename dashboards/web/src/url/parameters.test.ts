import { expect, test } from 'vitest';
import { parametersOf } from './parameters.ts';
import { readUrl } from './url-state.ts';
import { VIEW } from './view.ts';

const ofAddress = (search: string) => parametersOf(readUrl(VIEW, search), 'Europe/Berlin');

test('without anything chosen: the last 24 h of everything, in this computer’s zone, compared', () => {
  expect(ofAddress('')).toEqual({
    timeline: {},
    scope: { range: '24h', tz: 'Europe/Berlin' },
    compared: { range: '24h', tz: 'Europe/Berlin', compare: 'previous' },
    mentions: { range: '24h', tz: 'Europe/Berlin' },
    filters: {},
  });
});

test('only the lists know filters of mentions, and only they are narrowed to a slice', () => {
  const slice = '2026-01-31T00:00:00Z~2026-01-31T00:15:00Z';
  const { scope, mentions, filters } = ofAddress(`?watch=a&platform=plaza&class=negative&slice=${slice}&tz=UTC`);
  expect(scope).toEqual({ watch: ['a'], platform: 'plaza', range: '24h', tz: 'UTC' });
  expect(filters).toEqual({ watch: ['a'], platform: 'plaza', class: 'negative' });
  expect(mentions).toEqual({
    ...filters,
    tz: 'UTC',
    from: '2026-01-31T00:00:00Z',
    to: '2026-01-31T00:15:00Z',
  });
});

test('a begin replaces the length, for the API takes one of them', () => {
  const { scope } = ofAddress('?range=7d&from=2026-01-30T00:00:00Z&to=2026-01-31T00:00:00Z&compare=none');
  expect(scope).toEqual({ from: '2026-01-30T00:00:00Z', to: '2026-01-31T00:00:00Z', tz: 'Europe/Berlin' });
});
