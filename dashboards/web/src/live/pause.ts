import type { Ambient } from '../ambient.ts';

/** Whether the screen stands still. What arrives meanwhile is kept, and shown at once afterwards. */
export interface Pause {
  isPaused(): boolean;
  set(isPaused: boolean): void;
  listen(told: () => void): () => void;
}

const NAME = 'paused';

export function createPause({ remember, remembered }: Pick<Ambient, 'remember' | 'remembered'>): Pause {
  const listeners = new Set<() => void>();
  let isPaused = remembered(NAME) === 'yes';
  return {
    isPaused: () => isPaused,
    set(next) {
      isPaused = next;
      remember(NAME, next ? 'yes' : 'no');
      for (const told of listeners) told();
    },
    listen(told) {
      listeners.add(told);
      return () => void listeners.delete(told);
    },
  };
}
