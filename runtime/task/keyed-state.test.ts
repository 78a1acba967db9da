import { expect, test } from 'vitest';
import { NO_STATE } from '../log/log.ts';
import { applyChanges, noRows, stateView, type StateRows } from '../../tests/support/memory-state.ts';
import { countWords } from '../../tests/support/word-pipeline.ts';
import { keyedState, type AnyFold } from './keyed-state.ts';

const count = countWords as unknown as AnyFold;
const other = { ...count, name: 'other' };

function stateOver(rows: StateRows, cacheEntries = 10) {
  let reads = 0;
  const view = stateView(rows);
  const counted = { ...view, get: (fold: string, key: string) => (reads++, view.get(fold, key)) };
  return { state: keyedState(counted, [count, other], cacheEntries), reads: () => reads };
}

function put(
  state: ReturnType<typeof keyedState>,
  fold: AnyFold,
  key: string,
  value: number | undefined,
  due?: number,
): void {
  const entry = state.load(fold, key);
  state.touch(entry);
  entry.value = value;
  if (due !== undefined) state.setTimer(entry, due);
}

test('a value that the cache has let go of comes back from what was committed', () => {
  const rows = noRows();
  const { state, reads } = stateOver(rows, 0);
  put(state, count, 'a', 7);
  for (const key of ['b', 'c']) {
    applyChanges(rows, { ...NO_STATE, state: state.take() });
    state.committed();
    put(state, count, key, 1);
  }
  const before = reads();
  expect(state.load(count, 'a').value).toBe(7);
  expect(reads()).toBe(before + 1);
});

test('a key that only waited for its report is not loaded a second time once the report has come', () => {
  const rows = noRows();
  const { state } = stateOver(rows, 0);
  put(state, count, 'a', 7);
  state.setReport(state.load(count, 'a'), true);
  for (const key of ['b', 'c', 'd']) {
    applyChanges(rows, { ...NO_STATE, state: state.take() });
    state.committed();
    put(state, count, key, 1);
  }
  for (const entry of state.reporting()) {
    state.setReport(entry, false);
    entry.value = 8;
  }
  expect(state.load(count, 'a')).toMatchObject({ value: 8, report: false });
});

test('a value that was asked for lately stays in memory', () => {
  const rows = noRows();
  const { state, reads } = stateOver(rows, 0);
  put(state, count, 'a', 7);
  for (let i = 0; i < 3; i++) {
    applyChanges(rows, { ...NO_STATE, state: state.take() });
    state.committed();
    state.load(count, 'a');
  }
  expect(reads()).toBe(1);
});

test('only what changed since the last commit is written, and a forgotten key is deleted', () => {
  const rows = noRows();
  const { state } = stateOver(rows);
  put(state, count, 'a', 1);
  put(state, count, 'b', 2);
  applyChanges(rows, { ...NO_STATE, state: state.take() });
  put(state, count, 'b', undefined);
  expect(state.take()).toEqual([expect.objectContaining({ key: 'b', value: undefined })]);
  expect(state.take()).toEqual([]);
});

test('timers that firing sets, its own and those of other keys, fire in the same call and in order', () => {
  for (const stored of [false, true]) {
    const rows = noRows();
    const { state } = stateOver(rows, 0);
    put(state, count, 'a', 1, 10);
    put(state, count, 'z', 1, 30);
    if (stored) {
      applyChanges(rows, { ...NO_STATE, state: state.take() });
      state.committed();
    }
    const fired: string[] = [];
    state.fireUntil(40, 1_000, (entry, due) => {
      fired.push(`${entry.fold.name} ${entry.key} ${due}`);
      if (due === 10) {
        put(state, other, 'late', 1, 20);
        state.setTimer(entry, 50);
      }
      if (due === 20) state.setTimer(entry, 25);
    });
    expect(fired).toEqual(['count a 10', 'other late 20', 'other late 25', 'count z 30']);
    state.fireUntil(50, 1_000, (entry, due) => fired.push(`${entry.key} ${due}`));
    expect(fired.at(-1)).toBe('a 50');
  }
});

test('a timer that was moved fires at its new instant only', () => {
  const rows = noRows();
  const { state } = stateOver(rows);
  put(state, count, 'a', 1, 10);
  applyChanges(rows, { ...NO_STATE, state: state.take() });
  state.committed();
  state.setTimer(state.load(count, 'a'), 20);
  const fired: number[] = [];
  state.fireUntil(15, 1_000, (_entry, due) => fired.push(due));
  state.fireUntil(25, 1_000, (_entry, due) => fired.push(due));
  expect(fired).toEqual([20]);
});

test('a timer that was set while a commit was under way is not forgotten', () => {
  const rows = noRows();
  const { state } = stateOver(rows);
  put(state, count, 'a', 1, 10);
  const changes = state.take();
  put(state, count, 'b', 1, 20);
  applyChanges(rows, { ...NO_STATE, state: changes });
  state.committed();
  const fired: string[] = [];
  state.fireUntil(30, 1_000, (entry) => fired.push(entry.key));
  expect(fired).toEqual(['a', 'b']);
});

test('more timers than one page are fired once each, in order', () => {
  const rows = noRows();
  const { state } = stateOver(rows, 0);
  for (let i = 0; i < 2500; i++) put(state, count, String(i).padStart(4, '0'), 1, i % 7);
  applyChanges(rows, { ...NO_STATE, state: state.take() });
  state.committed();
  const fired: string[] = [];
  for (let done = false; !done;) done = state.fireUntil(10, 700, (entry, due) => fired.push(`${due} ${entry.key}`));
  expect(fired).toHaveLength(2500);
  expect(fired).toEqual(fired.toSorted());
});

test('what waits for a live tick still waits after a restart', () => {
  const rows = noRows();
  const { state } = stateOver(rows);
  put(state, count, 'b', 1);
  state.setReport(state.load(count, 'b'), true);
  applyChanges(rows, { ...NO_STATE, state: state.take() });
  expect(
    stateOver(rows)
      .state.reporting()
      .map(({ key, value }) => [key, value]),
  ).toEqual([['b', 1]]);
});
