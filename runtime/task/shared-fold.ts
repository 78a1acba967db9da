import type { Fold } from './fold.ts';

/** Broadcast values are kept like any state, under a fold of their own. */
export const sharedFold: Fold<unknown, unknown, unknown> = {
  name: '#shared',
  state: {
    write: (writer, value) => writer.blob(value as Uint8Array),
    read: (reader) => Uint8Array.prototype.slice.call(reader.blob()),
  },
  keyOf: () => '',
  initial: () => undefined,
  onEvent: (state) => state,
};
