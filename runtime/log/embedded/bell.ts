/**
 * Wakes whoever waits for the log to change. Nothing is remembered: look first, and wait in the same turn of the event loop, or the
 * ring in between is missed.
 */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring; rejects with the signal's reason. */
  next(signal: AbortSignal): Promise<void>;
  /** Calls at every ring; returns how to stop that. */
  listen(listener: () => void): () => void;
}

export function createBell(): Bell {
  const listeners = new Set<() => void>();
  const listen = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    listen,
    ring() {
      for (const listener of listeners) listener();
    },
    next: (signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const done = (): void => {
          unlisten();
          signal.removeEventListener('abort', done);
          if (signal.aborted) reject(signal.reason as Error);
          else resolve();
        };
        const unlisten = listen(done);
        signal.addEventListener('abort', done);
      }),
  };
}
