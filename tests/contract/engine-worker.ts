/** An engine on a thread of its own, as tests need it: it serves the ports it is sent, and can be held in the middle of a commit. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { openEngine } from '../../runtime/log/embedded/engine.ts';
import { serveEngine } from '../../runtime/log/embedded/server.ts';

export interface EngineWorkerData {
  readonly path: string;
  readonly maxPages?: number;
  /** Three cells: [0] = 1 holds every commit until it is 0 again, [1] counts the commits held, [2] those done. */
  readonly gate?: Int32Array;
}

const { path, maxPages, gate } = workerData as EngineWorkerData;

const engine = openEngine(
  { path, readBytes: 262_144, ...(maxPages === undefined ? {} : { maxPages }) },
  {
    at(point) {
      if (gate === undefined) return;
      if (point === 'after-commit') {
        Atomics.add(gate, 2, 1);
        Atomics.notify(gate, 2);
      }
      if (point !== 'before-commit' || Atomics.load(gate, 0) === 0) return;
      Atomics.add(gate, 1, 1);
      Atomics.notify(gate, 1);
      Atomics.wait(gate, 0, 1);
    },
  },
);

parentPort?.on('message', (message: MessagePort | 'close') => {
  if (message !== 'close') return serveEngine(engine, message);
  void engine.close().then(() => parentPort?.close());
});
parentPort?.postMessage('open');
