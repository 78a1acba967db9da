import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readUrl, writeUrl } from './url-state.ts';
import { sliceOf, VIEW, type View } from './view.ts';

const EMPTY = readUrl(VIEW, '');

describe('the state in the address', () => {
  test('is the usual one where the address says nothing', () => {
    expect(EMPTY).toMatchObject({ watch: [], compare: true, range: undefined, q: undefined });
    expect(writeUrl(VIEW, '', EMPTY)).toBe('');
  });

  test('comes back as it was written', () => {
    const word = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => text.trim() !== '');
    const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });
    const views = fc.record({
      watch: fc.uniqueArray(word, { maxLength: 4 }),
      platform: maybe(word),
      range: maybe(fc.constantFrom('1h', '24h', '28d')),
      compare: fc.boolean(),
      tz: maybe(fc.constantFrom('Europe/Berlin', 'UTC', 'America/Argentina/Ushuaia')),
      class: maybe(fc.constantFrom('negative' as const, 'positive' as const)),
      author: maybe(word),
      q: maybe(word),
    });
    fc.assert(
      fc.property(views, (view) => {
        expect(readUrl(VIEW, writeUrl(VIEW, '', view))).toEqual({ ...EMPTY, ...view });
      }),
    );
  });

  test('a change keeps the rest, that of other screens included', () => {
    expect(writeUrl(VIEW, '?other=1&q=late&platform=plaza', { platform: undefined, watch: ['a', 'b'] })).toBe(
      '?other=1&q=late&watch=a&watch=b',
    );
  });

  test.each<[string, keyof View]>([
    ['?range=1y', 'range'],
    ['?from=yesterday', 'from'],
    ['?from=2026-13-45T99:99Z', 'from'],
    ['?to=2026-02-01T25:00:00Z', 'to'],
    ['?tz=Atlantis', 'tz'],
    ['?tz=%2B05:30', 'tz'],
    ['?class=angry', 'class'],
    ['?slice=2026-01-31T00:00:00Z', 'slice'],
    ['?mention=men_%00', 'mention'],
    ['?timeline=A B', 'timeline'],
  ])('%s is nobody’s mistake to suffer from', (search, name) => {
    expect(readUrl(VIEW, search)[name]).toBeUndefined();
  });

  test.each(['2026-13-45T00:00Z~2026-13-46T00:00Z', '2026-01-31T01:00Z~2026-01-31T00:00Z'])(
    '%s is no slice',
    (slice) => {
      expect(sliceOf({ slice })).toBeUndefined();
    },
  );

  test('a slice is two instants', () => {
    const slice = '2026-01-31T00:00:00.000Z~2026-01-31T00:15:00.000Z';
    expect(sliceOf(readUrl(VIEW, writeUrl(VIEW, '', { slice })))).toEqual({
      from: '2026-01-31T00:00:00.000Z',
      to: '2026-01-31T00:15:00.000Z',
    });
  });
});
