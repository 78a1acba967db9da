import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { inspectFile, readChunks } from './file.ts';
import { fingerprintFile } from './fingerprint.ts';
import { readHeader } from './header.ts';
import { unreadable } from './unreadable.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'tideline-replay-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(folder(), name);
  writeFileSync(path, content);
  return path;
}

async function contentFrom(path: string, from: number): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of readChunks(await inspectFile(path), from, () => undefined)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const limits = { lineBytes: 1_048_576, textBytes: 1, depth: 1 };

test.each(['plain', 'gzip'])(
  'a %s file is read from any offset of its content, and tells how far it is on disk',
  async (kind) => {
    const text = Array.from({ length: 50_000 }, (_, line) => `line ${line}\n`).join('');
    const path = fileOf('a.txt', kind === 'gzip' ? gzipSync(text) : text);
    const { bytes } = await inspectFile(path);
    for (const from of [0, 1, 262_143, 262_144, 262_145, text.length - 1, text.length]) {
      expect(await contentFrom(path, from)).toBe(text.slice(from));
    }
    const seen: number[] = [];
    for await (const _ of readChunks(await inspectFile(path), 0, (now) => seen.push(now)));
    expect(seen.at(-1)).toBe(bytes);
  },
);

test('gzip data is told by its bytes, and may have several members', async () => {
  const path = fileOf('a.jsonl', Buffer.concat([gzipSync('one\n'), gzipSync('two\n')]));
  expect(await contentFrom(path, 2)).toBe('e\ntwo\n');
});

test('what cannot be a recording is refused with what to do', async () => {
  const at = folder();
  mkdirSync(join(at, 'd'));
  const cases: [string, string][] = [
    [join(at, 'nothing.jsonl'), 'does not exist; check the path'],
    [join(at, 'd'), 'is a directory; name one file in it'],
    ['/dev/null', 'is a pipe or device'],
    [fileOf('empty.jsonl', ''), 'is empty'],
    [fileOf('a.jsonl.gz', '{}'), 'is named .gz but is not gzip data'],
    [fileOf('a.csv', Buffer.from('\ufeffid', 'utf16le')), 'is UTF-16; convert it first'],
  ];
  for (const [path, message] of cases) {
    await expect(inspectFile(path)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining(`the file ${path} ${message}`),
    });
  }
});

test.each([
  ['EACCES', 'may not be read by this user; change its permissions'],
  ['ENOTDIR', 'a part of its path is a file'],
  ['EIO', 'the disk reports an error'],
  ['EMFILE', 'could not be read: EMFILE'],
])('%s is told with what to do', (code, message) => {
  const error = Object.assign(new Error(code), { code });
  expect(unreadable('/a.jsonl', error)).toMatchObject({
    code: 'FILE_UNREADABLE',
    cause: error,
    message: expect.stringContaining(`the file /a.jsonl`),
  });
  expect(unreadable('/a.jsonl', error).message).toContain(message);
});

test('cut and damaged gzip data are told apart', async () => {
  const whole = gzipSync(Array.from({ length: 1_000 }, (_, line) => `line ${line}`).join('\n'));
  await expect(contentFrom(fileOf('cut.gz', whole.subarray(0, -20)), 0)).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    message: expect.stringContaining('is cut: the gzip data ends too early'),
  });
  whole.fill(0, 20, 200);
  await expect(contentFrom(fileOf('bad.gz', whole), 0)).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    message: expect.stringContaining('is damaged'),
  });
});

test.each(['plain', 'gzip'])('a %s file that became shorter than the cursor is not read on', async (kind) => {
  const path = fileOf('a', kind === 'gzip' ? gzipSync('abc') : 'abc');
  await expect(contentFrom(path, 4)).rejects.toMatchObject({ code: 'REPLAY_CHANGED' });
});

test('the fingerprint is that of the bytes on disk, and stops when told to', async () => {
  const path = fileOf('a', 'abc');
  const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(await fingerprintFile(path, new AbortController().signal)).toEqual({ sha256, bytes: 3 });
  await expect(fingerprintFile(join(folder(), 'no'), new AbortController().signal)).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
  });
  await expect(fingerprintFile(path, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
});

test('the header is the first record, whatever it holds', async () => {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
  expect(text(await readHeader(fileOf('a.csv', '\ufeff\nid,"a\nb"\r\n1,2'), { format: 'csv', limits }))).toBe(
    'id,"a\nb"',
  );
  expect(text(await readHeader(fileOf('a.csv', gzipSync('id')), { format: 'csv', limits }))).toBe('id');
  await expect(readHeader(fileOf('a.csv', '\n\n'), { format: 'csv', limits })).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
  });
});
