import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { MessageChannel, Worker, type MessagePort, type Transferable } from 'node:worker_threads';
import { revivedError } from '../../runtime/carried-error.ts';
import type { Clock } from '../../runtime/time/clock.ts';
import type { Notice, Order, ThreadStart } from './messages.ts';

export interface ThreadDeps {
  readonly clock: Clock;
  readonly say: (text: string) => void;
  readonly onTrouble: (about: string, text: string | undefined) => void;
  /** Called with what broke: an error of the thread's work, an uncaught one, an end that nobody asked for. The first call says why. */
  readonly fail: (error: unknown) => void;
}

export interface Thread {
  order(order: Order, transfer?: Transferable[]): void;
  /** A way to the engine of this thread. */
  port(): MessagePort;
  /**
   * Asks it, once `first` is done, to end between two commits, and ends it after the deadline: what is committed is safe either way.
   */
  stop(deadlineMs: number, first?: Promise<void>): Promise<void>;
}

/** Resolves when the thread has opened the log, or rejects with why it could not. */
export async function startThread(name: string, start: ThreadStart, deps: ThreadDeps): Promise<Thread> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    name,
    workerData: start,
    transferList: 'clientOf' in start.log ? [start.log.clientOf.port] : [],
    env: { ...process.env, ...compileCache() },
  });
  let stopping = false;
  const ready = Promise.withResolvers<void>();
  const fail = (error: unknown): void => {
    ready.reject(error);
    if (!stopping) deps.fail(error);
  };
  worker.on('message', (notice: Notice) => {
    switch (notice.notice) {
      case 'ready':
        return ready.resolve();
      case 'say':
        return deps.say(notice.text);
      case 'trouble':
        return deps.onTrouble(notice.about, notice.text);
      case 'failed':
        return fail(revivedError(notice.error));
    }
  });
  worker.on('error', fail);
  const exited = new Promise<void>((resolve) => worker.on('exit', () => resolve()));
  worker.on('exit', (code) => fail(new Error(`the thread ${name} ended by itself, with code ${code}`)));
  const order = (message: Order, transfer: Transferable[] = []): void => worker.postMessage(message, transfer);
  const thread: Thread = {
    order,
    port() {
      const { port1, port2 } = new MessageChannel();
      order({ order: 'serve', port: port2 }, [port2]);
      return port1;
    },
    async stop(deadlineMs, first) {
      stopping = true;
      const over = new AbortController();
      const late = deps.clock.sleep(deadlineMs, over.signal).then(
        () => worker.terminate(),
        () => undefined,
      );
      await first;
      order({ order: 'stop' });
      await exited;
      over.abort();
      await late;
    },
  };
  await ready.promise.catch(async (error: unknown) => {
    stopping = true;
    await worker.terminate();
    throw error;
  });
  return thread;
}

/** A cache that main has is not the threads' by itself. It spares each of them the TypeScript stripper, some 20 MB. */
function compileCache(): NodeJS.ProcessEnv {
  const versioned = getCompileCacheDir();
  return versioned === undefined ? {} : { NODE_COMPILE_CACHE: dirname(versioned) };
}
