import { expect, onTestFinished, test } from 'vitest';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectStore } from '../../runtime/clickhouse/client.ts';
import { TABLES } from '../../sinks/clickhouse/tables.ts';
import { manualClock } from '../../tests/support/manual-clock.ts';
import { storeSink } from './store-sink.ts';

const COUNT = {
  workspace: 'main',
  timeline: 't',
  generation: 1,
  partition: 0,
  offset: 0,
  trace: '',
  revision: 1n,
  value: { pipeline: 'mentions', partition: 0, counter: 'lines', value: 1 } as const,
};

/** A store that refuses with this answer until it is mended. */
async function store(refusal: { status: number; code: string; text: string }) {
  let isMended = false;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (isMended) response.end();
      else response.writeHead(refusal.status, { 'x-clickhouse-exception-code': refusal.code }).end(refusal.text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.address() as AddressInfo;
  const client = connectStore({ url: `http://127.0.0.1:${port}`, user: 'u', password: 'p', lane: 'ingest' });
  onTestFinished(() => client.close());
  return { client, mend: () => (isMended = true) };
}

test('what keeps rows waiting is told without the statement that failed, and that nothing does any more', async () => {
  const { client, mend } = await store({
    status: 500,
    code: '243',
    text: 'Code: 243. DB::Exception: Cannot reserve 1.00 MiB, not enough space. (NOT_ENOUGH_SPACE)',
  });
  const { clock, advance } = manualClock(1_000);
  const troubles = new Map<string, string>();
  const trouble = (about: string, text: string | undefined) =>
    void (text === undefined ? troubles.delete(about) : troubles.set(about, text));
  const sink = storeSink(TABLES.countFacts, { client, clock, say: () => undefined, trouble });
  const writing = sink.write(() => [COUNT], new AbortController().signal);
  await expect
    .poll(async () => {
      await advance(1_000);
      return troubles.get('pipeline_counts');
    })
    .toMatch(/^New rows are waiting\. The disk of the store is full: Cannot reserve 1\.00 MiB/);
  mend();
  const written = writing.then(() => 'written');
  await expect
    .poll(async () => {
      await advance(1_000);
      return Promise.race([written, Promise.resolve('waiting')]);
    })
    .toBe('written');
  await expect.poll(() => troubles.size).toBe(0);
});
