import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';
import { connectEngine, type EngineClient } from '../../runtime/log/embedded/client.ts';
import type { EngineWorkerData } from './engine-worker.ts';

export interface EngineThread {
  readonly path: string;
  readonly worker: Worker;
  /** A client on this thread; closed with the test. `ended`: see the client's options. */
  connect(ended?: Promise<never>): EngineClient;
  close(): Promise<void>;
}

/** An engine on its own thread and file; both are gone after the test, unless it closes them before. */
export async function engineThread(options: Omit<EngineWorkerData, 'path'> = {}): Promise<EngineThread> {
  const directory = mkdtempSync(join(tmpdir(), 'tideline-thread-'));
  const path = join(directory, 'log.db');
  const data: EngineWorkerData = { ...options, path };
  const worker = new Worker(new URL('./engine-worker.ts', import.meta.url), { workerData: data });
  const clients: EngineClient[] = [];
  let closed: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    await Promise.all(clients.map((client) => client.close()));
    const exited = once(worker, 'exit');
    worker.postMessage('close');
    if (worker.threadId !== -1) await exited;
    rmSync(directory, { recursive: true });
  };
  const close = (): Promise<void> => (closed ??= end());
  onTestFinished(close);
  await once(worker, 'message');
  return {
    path,
    worker,
    connect(ended) {
      const { port1, port2 } = new MessageChannel();
      worker.postMessage(port2, [port2]);
      const client = connectEngine({ path, readBytes: 262_144, ...(ended && { ended }) }, port1);
      clients.push(client);
      return client;
    },
    close,
  };
}
