import type { Codec } from '../../schemas/bytes.ts';
import type { Fold, Pipeline } from '../../runtime/task/fold.ts';
import type { Stream } from '../../schemas/streams.ts';

const text: Codec<string> = { write: (writer, value) => writer.string(value), read: (reader) => reader.string() };

function textStream(name: string): Stream<string> {
  return {
    name,
    codec: text,
    keyOf: (value) => value,
    latenessMs: 5,
    horizonMs: 100,
    retentionMs: 1_000,
    ticks: true,
  };
}

export const words = textStream('words');
export const lines = textStream('lines');

const count: Codec<number> = { write: (writer, value) => writer.varint(value), read: (reader) => reader.varint() };

/** Counts each word; says so at live ticks, and for the last time 10 ms after the first one. */
export const countWords: Fold<string, number, string> = {
  name: 'count',
  state: count,
  keyOf: (word) => word,
  initial: () => 0,
  onEvent(state, _word, step) {
    if (state === 0) step.timerAt(step.eventTime + 10);
    step.reportAtTick();
    return state + 1;
  },
  onTimer(state, due, step) {
    step.emit(`${step.key} ${state} at ${due}`);
    return undefined;
  },
  onReport(state, step) {
    step.emit(`${step.key} ${state} so far`);
    return state;
  },
};

/** words → count → lines. */
export function wordPipeline(version = 1): Pipeline<string> {
  return {
    name: 'count-words',
    version,
    input: words,
    targets: [{ stream: lines, edge: 'narrow' }],
    wire: ({ fold, emit }) => fold(countWords, (line) => emit(lines, line)),
  };
}
