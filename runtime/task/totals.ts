import type { Codec } from '../../schemas/bytes.ts';
import { COUNTERS, type Counter } from '../../schemas/results/count.ts';
import type { Fold, Step } from './fold.ts';

/** Absolute counts by counter since the task's first record. */
export type Totals = Map<Counter, number>;

export interface Total {
  readonly counter: Counter;
  readonly value: number;
}

const totalsCodec: Codec<Totals> = {
  write(writer, totals) {
    for (const counter of COUNTERS) writer.varint(totals.get(counter) ?? 0);
  },
  read(reader) {
    const totals: Totals = new Map();
    for (const counter of COUNTERS) {
      const value = reader.rest > 0 ? reader.varint() : 0;
      if (value > 0) totals.set(counter, value);
    }
    return totals;
  },
};

/** Counts what passes and reports every figure at live ticks and at the end of a recorded file. One key per partition. */
export const totals: Fold<readonly Counter[], Totals, Total> = {
  name: 'totals',
  state: totalsCodec,
  keyOf: () => '',
  initial: () => new Map(),
  onEvent(state: Totals, counters: readonly Counter[], step: Step<Total>): Totals {
    for (const counter of counters) state.set(counter, (state.get(counter) ?? 0) + 1);
    step.reportAtTick();
    return state;
  },
  onReport(state: Totals, step: Step<Total>): Totals {
    for (const counter of COUNTERS) {
      const value = state.get(counter);
      if (value !== undefined) step.emit({ counter, value });
    }
    return state;
  },
};
