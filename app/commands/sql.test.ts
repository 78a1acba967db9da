import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { capturedIo, temporaryDirectory, type CapturedIo } from '../../tests/support/command-io.ts';
import { dataDirectory } from '../directory.ts';
import { sql } from './sql.ts';

const options = { data: 'data', config: undefined, quiet: false };

interface Asked {
  readonly query: string;
  readonly format: string | null;
  readonly user: string | string[] | undefined;
}

/** A store on loopback that answers `answer`; returns what it was asked. */
async function stub(
  answer: (query: string, response: ServerResponse) => void,
): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://stub');
    if (pathname === '/ping') return void response.end('Ok.\n');
    const query = searchParams.get('query') ?? (await text(request));
    asked.push({ query, format: searchParams.get('default_format'), user: request.headers.authorization });
    return answer(query, response);
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => void server.close(() => resolve())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** A data directory whose store runs at `url`, or claims to. */
function beside(url: string, pid = process.pid, changes: Parameters<typeof capturedIo>[1] = {}): CapturedIo {
  const cwd = temporaryDirectory();
  const { joinFile } = dataDirectory(join(cwd, 'data'));
  mkdirSync(join(joinFile, '..'), { recursive: true });
  writeFileSync(joinFile, JSON.stringify({ pid, url, user: 'viewer', password: 'secret' }));
  return capturedIo(cwd, changes);
}

function refuse(response: ServerResponse, code: number, message: string): void {
  response.writeHead(404, { 'X-ClickHouse-Exception-Code': String(code) });
  response.end(`Code: ${code}. DB::Exception: ${message}. (SOME_ERROR) (version 26.7.1)`);
}

describe('a store that runs', () => {
  test('is asked as the viewer, and its answer goes to stdout as it comes', async () => {
    const { url, asked } = await stub((_, response) => void response.end('count()\n42\n'));
    const { io, out, err } = beside(url);
    expect(await sql({ ...options, query: 'SELECT count() FROM mentions' }, io)).toBe(0);
    expect({ out: out(), err: err() }).toEqual({ out: 'count()\n42\n', err: '' });
    const user = `Basic ${Buffer.from('viewer:secret').toString('base64')}`;
    expect(asked).toEqual([{ query: 'SELECT count() FROM mentions', format: 'TabSeparatedWithNames', user }]);
  });

  test('a terminal gets a table; --format chooses', async () => {
    const { url, asked } = await stub((_, response) => void response.end('x'));
    const { io } = beside(url, process.pid, { isTTY: true });
    await sql({ ...options, query: 'SELECT 1' }, io);
    await sql({ ...options, query: 'SELECT 1', format: 'JSON' }, io);
    expect(asked.map(({ format }) => format)).toEqual(['PrettyCompactMonoBlock', 'JSON']);
  });

  test('a table that is not there is one message with those that are', async () => {
    const { url } = await stub((query, response) => {
      if (query.includes('system.tables')) response.end('{"name":"mentions"}\n{"name":"mention_windows"}\n');
      else refuse(response, 60, "Unknown table expression identifier 'mention'");
    });
    const asking = sql({ ...options, query: 'SELECT * FROM mention' }, beside(url).io);
    await expect(asking).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/identifier 'mention'[^\n]*\nThere are: mentions, mention_windows\.$/),
    });
  });

  test('a column that is not there is one message with those that the view has', async () => {
    const { url } = await stub((_, response) => refuse(response, 47, "Unknown expression identifier 'mood'"));
    const asking = sql({ ...options, query: 'SELECT mood FROM counts' }, beside(url).io);
    await expect(asking).rejects.toThrow(/identifier 'mood'[^\n]*\ncounts has: timeline, counter, value\.$/);
  });

  test('a syntax error keeps what was expected, as far as a person reads', async () => {
    const many = Array.from({ length: 40 }, (_, i) => `WORD${i}`).join(', ');
    const { url } = await stub((query, response) => {
      const list = query.includes('many') ? `one of: ${many}` : 'one of: FROM, WHERE';
      refuse(response, 62, `Syntax error: failed at position 8 (form) (line 1, col 8): form x. Expected ${list}`);
    });
    const { io } = beside(url);
    await expect(sql({ ...options, query: 'SELECT FORM x' }, io)).rejects.toThrow(/\nExpected here: FROM, WHERE\.$/);
    await expect(sql({ ...options, query: 'SELECT many FORM x' }, io)).rejects.toThrow(/WORD11, and 28 more\.$/);
  });

  test('what the viewer may not do is a refusal', async () => {
    const { url } = await stub((_, response) => refuse(response, 497, 'viewer: Not enough privileges'));
    const asking = sql({ ...options, query: 'DROP TABLE mentions' }, beside(url).io);
    await expect(asking).rejects.toMatchObject({ code: 'STORE_REFUSED' });
  });
});

describe('a store that does not run and was never filled is an error that says which commands fill it, when', () => {
  const unfilled = { exitCode: 1, message: expect.stringMatching(/no store in .*`tideline up`/) };

  test('nobody answers at its address', async () => {
    const asking = sql({ ...options, query: 'SELECT 1' }, beside('http://127.0.0.1:1').io);
    await expect(asking).rejects.toMatchObject(unfilled);
  });

  test('its process is gone, and another program has its port now', async () => {
    const { url, asked } = await stub((_, response) => void response.end('a secret was sent here'));
    await expect(sql({ ...options, query: 'SELECT 1' }, beside(url, 2 ** 30).io)).rejects.toMatchObject(unfilled);
    expect(asked).toEqual([]);
  });
});
