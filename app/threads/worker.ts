/** A thread of ours: it opens the engine or joins it, and runs the tasks and sinks that main hands to it. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { carriedError } from '../../runtime/carried-error.ts';
import { connectStore } from '../../runtime/clickhouse/client.ts';
import { connectEngine } from '../../runtime/log/embedded/client.ts';
import { openEngine } from '../../runtime/log/embedded/engine.ts';
import { serveEngine } from '../../runtime/log/embedded/server.ts';
import type { Log, TaskStore } from '../../runtime/log/log.ts';
import { systemClock } from '../../runtime/time/clock.ts';
import { hostShare, type HostDeps } from './host.ts';
import { LOG, type Notice, type Order, type ThreadHooks, type ThreadStart } from './messages.ts';
import { storeSink } from './store-sink.ts';

interface OpenedLog {
  readonly log: Log;
  readonly store: TaskStore;
  serve(port: MessagePort): void;
  isLost(): boolean;
  close(): Promise<void>;
}

/** Space comes when somebody makes some. */
const FULL_RETRY_MS = 1_000;

function openLog({ log }: ThreadStart, hooks: ThreadHooks, notify: (notice: Notice) => void): OpenedLog {
  if ('engine' in log) {
    const tell = (isFull: boolean): void => {
      const text = isFull ? fullOf(log.engine.path) : undefined;
      notify({ notice: 'trouble', about: LOG, text });
      notify({ notice: 'say', text: text ?? 'There is space again: what waited is stored.' });
    };
    const whenFull = log.waitsWhenFull
      ? { whenFull: { wait: () => systemClock.sleep(FULL_RETRY_MS, new AbortController().signal), tell } }
      : {};
    const engine = openEngine({ ...log.engine, ...whenFull }, hooks.engine);
    return { ...engine, serve: (port) => serveEngine(engine, port), isLost: () => false };
  }
  const { path, port } = log.clientOf;
  return { ...connectEngine({ path }, port), serve: notHere };
}

function fullOf(path: string): string {
  return `The disk that holds ${path} is full: free some space. Nothing is lost, and all goes on by itself.`;
}

function notHere(): never {
  throw new Error('only the thread of the engine can serve it');
}

async function hooksOf({ hooks }: ThreadStart): Promise<ThreadHooks> {
  if (hooks === undefined) return {};
  const { threadHooks } = (await import(hooks.module)) as { threadHooks: (argument: unknown) => ThreadHooks };
  return threadHooks(hooks.argument);
}

async function work(start: ThreadStart, main: MessagePort): Promise<void> {
  const notify = (notice: Notice): void => main.postMessage(notice);
  const hooks = await hooksOf(start);
  const { log, store, serve, isLost, close } = openLog(start, hooks, notify);
  const client = connectStore({ ...start.store, lane: 'ingest' });
  const clock = systemClock;
  const say = (text: string): void => notify({ notice: 'say', text });
  const sinkFor: HostDeps['sinkFor'] = (table) => storeSink(table, { client, clock, say, trouble });
  const trouble = (about: string, text: string | undefined): void => notify({ notice: 'trouble', about, text });
  const host: HostDeps = { log, store, clock, sinkFor, sinkAt: hooks.sinkAt };
  const abort = new AbortController();
  const running: Promise<void>[] = [];

  const launch = (part: Promise<void>): void => {
    const guarded = part.catch((error: unknown) => {
      if (abort.signal.aborted) return;
      abort.abort(error);
      // The engine's thread says itself why it ended.
      if (!isLost()) notify({ notice: 'failed', error: carriedError(error) });
    });
    running.push(guarded);
  };
  const stop = async (): Promise<void> => {
    abort.abort(new Error('stopping'));
    await Promise.all(running);
    await client.close();
    await close();
    main.close();
  };
  main.on('message', (message: Order) => {
    switch (message.order) {
      case 'serve':
        return serve(message.port);
      case 'run':
        return hostShare(message.share, host, abort.signal).forEach(launch);
      case 'store-moved':
        return void client.moveTo(message.endpoint).catch(() => undefined);
      case 'stop':
        return void stop();
    }
  });
  notify({ notice: 'ready' });
}

if (parentPort !== null) {
  const main = parentPort;
  work(workerData as ThreadStart, main).catch((error: unknown) => {
    main.postMessage({ notice: 'failed', error: carriedError(error) } satisfies Notice);
  });
}
