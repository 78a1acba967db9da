import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { answerStream } from './answer-stream.ts';

const TAG = 'abcdefghijklmnop';
const MESSAGE = 'Code: 395. DB::Exception: boom. (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO) (version 26.7)\n';
const ERROR = `\r\n__exception__\r\n${TAG}\r\n${MESSAGE}${MESSAGE.length} ${TAG}\r\n__exception__\r\n`;

/** The engine cuts the connection after its error. */
async function* cutAfter(chunks: readonly string[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
  throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}

async function read(stream: Readable): Promise<{ text: string; error: unknown }> {
  let text = '';
  try {
    for await (const chunk of stream) text += String(chunk);
    return { text, error: undefined };
  } catch (error) {
    return { text, error };
  }
}

const answer = (chunks: AsyncIterable<Buffer> | Iterable<Buffer>, tag: string | undefined = TAG) =>
  read(answerStream(Readable.from(chunks), tag, 'the export'));

test('an answer that ends well is passed on as it is', async () => {
  expect(await answer([Buffer.from('a\n'), Buffer.from('b\n')])).toEqual({ text: 'a\nb\n', error: undefined });
});

test.each([
  ['in a chunk of its own', ['a\n', ERROR]],
  ['behind rows', [`a\n${ERROR}`]],
  ['over several chunks', ['a\n', ERROR.slice(0, 60), ERROR.slice(60, 90), ERROR.slice(90)]],
])('the engine’s error %s is thrown and not passed on', async (_, chunks) => {
  const { text, error } = await answer(cutAfter(chunks));
  expect(text).toBe('a\n');
  expect(error).toMatchObject({
    code: 'QUERY_FAILED',
    message: expect.stringContaining('boom'),
    cause: { code: '395' },
  });
});

test('a connection cut without a word is an error too', async () => {
  const { text, error } = await answer(cutAfter(['a\n']));
  expect(text).toBe('a\n');
  expect(error).toMatchObject({ code: 'STORE_DOWN', message: expect.stringContaining('the export') });
});

test('rows that speak of exceptions are rows', async () => {
  const row = '\r\n__exception__\r\nother\n';
  expect(await answer([Buffer.from(row)])).toEqual({ text: row, error: undefined });
});

test('who stops reading ends the answer', async () => {
  const body = Readable.from(cutAfter(['a\n', 'b\n', 'c\n']));
  for await (const _ of answerStream(body, TAG, 'the export')) break;
  expect(body.destroyed).toBe(true);
});
