import { parentPort, workerData } from 'node:worker_threads';

/** Asks from a thread of its own, so that its work is not taken for the server's. Answers each path given with the ms that each time took. */
const { url, times, limitMs } = workerData as {
  readonly url: string;
  readonly times: number;
  readonly limitMs: number;
};

parentPort?.on('message', (paths: readonly string[]) => void ask(paths).then((took) => parentPort?.postMessage(took)));

async function ask(paths: readonly string[]): Promise<number[]> {
  const took: number[] = [];
  const start = performance.now();
  for (let i = 0; i < times && (i < 2 * paths.length || performance.now() - start < limitMs); i++) {
    const began = performance.now();
    const answer = await fetch(url + (paths[i % paths.length] ?? ''));
    const body = await answer.text();
    took.push(performance.now() - began);
    if (answer.status !== 200) throw new Error(`${answer.url}: ${answer.status} ${body}`);
  }
  return took;
}
