import { expect, test } from 'vitest';
import { fixedLink } from './fixed-link.ts';
import { readUrl } from './url-state.ts';
import { VIEW } from './view.ts';

const NOW = Date.parse('2026-01-31T12:00:20Z');

function copied(search: string) {
  const href = `http://127.0.0.1:8080/live${search}`;
  const seen = { view: readUrl(VIEW, search), timeZone: 'Europe/Berlin', now: NOW };
  return readUrl(VIEW, new URL(fixedLink(href, seen)).search);
}

test('a link shows this period for ever: whole minutes, as the API uses them, and the zone by name', () => {
  expect(copied('?watch=a&q=late')).toEqual({
    ...readUrl(VIEW, '?watch=a&q=late'),
    from: '2026-01-30T12:00:00.000Z',
    to: '2026-01-31T12:01:00.000Z',
    tz: 'Europe/Berlin',
  });
  expect(copied('?range=1h')).toMatchObject({ range: undefined, from: '2026-01-31T11:00:00.000Z' });
});

test('a begin or an end that was chosen stays', () => {
  const chosen = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' };
  expect(copied(`?from=${chosen.from}&to=${chosen.to}`)).toMatchObject(chosen);
  expect(copied(`?from=${chosen.from}`)).toMatchObject({ from: chosen.from, to: '2026-01-31T12:01:00.000Z' });
});
