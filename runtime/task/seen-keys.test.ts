import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChanges, noRows, stateView, type StateRows } from '../../tests/support/memory-state.ts';
import { NO_STATE } from '../log/log.ts';
import { capacityOf, seenKeys, SPAN_MS } from './seen-keys.ts';

function commit(rows: StateRows, seen: ReturnType<typeof seenKeys>): void {
  applyChanges(rows, { ...NO_STATE, ...seen.take() });
  seen.committed();
}

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('add' as const), key, spans: fc.integer({ min: -1, max: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('commit' as const, 'crash' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), spans: fc.integer({ min: 1, max: 3 }) }) },
);

describe('remembered keys', () => {
  test('are new once until time passes the end of their span, whatever the commits and restarts', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const rows = noRows();
        let seen = seenKeys(stateView(rows));
        const until = new Map<string, number>();
        let now = 0;
        for (const one of steps) {
          if (one.kind === 'add') {
            const isNew = !until.has(one.key);
            const end = now + one.spans * SPAN_MS - 1;
            expect(seen.add('fold', one.key, end)).toBe(isNew);
            if (isNew) until.set(one.key, end + 1);
          } else if (one.kind === 'pass') {
            now += one.spans * SPAN_MS;
            seen.forgetUntil(now);
            for (const [known, end] of until) if (end <= now) until.delete(known);
          } else {
            commit(rows, seen);
            if (one.kind === 'crash') seen = seenKeys(stateView(rows));
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('fill runs one after the other; a full one is read back by its filter, an open one by its keys', () => {
    const rows = noRows();
    const total = capacityOf(0) + capacityOf(1) + 10;
    const keys = Array.from({ length: total }, (_, i) => `id ${i}`);
    let seen = seenKeys(stateView(rows));
    for (const [i, one] of keys.entries()) {
      expect(seen.add('fold', one, 1)).toBe(true);
      if (i % 700 === 0) commit(rows, seen);
    }
    commit(rows, seen);
    const runs = stateView(rows).seenRuns();
    expect(runs.map(({ run, filter }) => [run, filter !== undefined])).toEqual([
      [0, true],
      [1, true],
      [2, false],
    ]);
    seen = seenKeys(stateView(rows));
    expect(keys.filter((one) => seen.add('fold', one, 1))).toEqual([]);
    expect(seen.add('fold', 'another', 1)).toBe(true);
    expect(seen.take().seen.map(({ run, keys: added }) => [run, added])).toEqual([[2, '["another"]']]);
  });

  test('belong to the fold that asked', () => {
    const seen = seenKeys(stateView(noRows()));
    expect([seen.add('a', 'key', 1), seen.add('b', 'key', 1), seen.add('a', 'key', 1)]).toEqual([true, true, false]);
  });

  test('are not written when their span has passed before the commit', () => {
    const seen = seenKeys(stateView(noRows()));
    seen.add('fold', 'key', SPAN_MS);
    seen.forgetUntil(SPAN_MS);
    expect(seen.take()).toEqual({ seen: [], seenFloors: [{ fold: 'fold', span: 2 }] });
  });
});
