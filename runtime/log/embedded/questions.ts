import type { MessagePort } from 'node:worker_threads';
import { revivedError } from '../../carried-error.ts';
import { createBell } from './bell.ts';
import type { Question, Reply, Request } from './protocol.ts';

/** Questions to the engine of another thread and their answers, by number; the bell rings with what it tells unasked. */
export function openQuestions(port: MessagePort, ended?: Promise<never>) {
  const bell = createBell();
  const open = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  let failed: Error | undefined;
  let closed = false;
  let lost = false;

  function settle(id: number): PromiseWithResolvers<unknown> | undefined {
    const asked = open.get(id);
    open.delete(id);
    return asked;
  }

  function hear(reply: Reply): void {
    switch (reply.kind) {
      case 'answer':
        return settle(reply.id)?.resolve(reply.value);
      case 'refusal':
        return settle(reply.id)?.reject(revivedError(reply.error));
      case 'committed':
        return bell.ring();
      case 'failed':
        failed = revivedError(reply.error);
        return bell.ring();
    }
  }

  function rejectAll(error: Error): void {
    failed ??= error;
    for (const id of open.keys()) settle(id)?.reject(failed);
    bell.ring();
  }

  const gone = (): void => rejectAll(new Error('the thread of the engine has ended'));

  port.on('message', hear);
  port.on('close', () => {
    lost = !closed;
    if (lost && ended !== undefined) ended.catch(rejectAll);
    else gone();
  });

  return {
    bell,
    failure: () => failed,
    isLost: () => lost,

    ask<T>(question: Question, transfer: ArrayBuffer[] = []): Promise<T> {
      if (closed) return Promise.reject(new Error('the log is closed'));
      if (failed !== undefined) return Promise.reject(failed);
      const id = ++last;
      const asked = Promise.withResolvers<unknown>();
      open.set(id, asked);
      port.postMessage({ id, question } satisfies Request, transfer);
      return asked.promise as Promise<T>;
    },

    /** Waits for the answers to what was asked; should the thread end before, for nothing. */
    async close(): Promise<void> {
      closed = true;
      // Whoever closes now no longer waits for the reason.
      if (lost) gone();
      await Promise.allSettled([...open.values()].map(({ promise }) => promise));
      port.close();
    },
  };
}
