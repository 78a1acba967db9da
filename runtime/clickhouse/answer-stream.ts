import { Readable } from 'node:stream';
import { parseError } from '@clickhouse/client';
import { storeError } from './errors.ts';

/**
 * The bytes of an answer that began well. A query that fails in the middle has sent status 200 already: the engine then writes
 * its error between two marks that carry a random tag, and cuts the connection. The stream ends before the marks and fails with
 * the engine's error, or with the connection's if there is none: a short answer never looks like a whole one.
 */
export function answerStream(body: Readable, tag: string | undefined, doing: string): Readable {
  return Readable.from(untilError(body, tag, doing), { objectMode: false });
}

async function* untilError(body: Readable, tag: string | undefined, doing: string): AsyncGenerator<Buffer> {
  const mark = tag === undefined ? undefined : Buffer.from(`\r\n__exception__\r\n${tag}`);
  const said: Buffer[] = [];
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      const at = mark === undefined ? -1 : said.length > 0 ? 0 : chunk.indexOf(mark);
      if (at === -1) yield chunk;
      else {
        if (at > 0) yield chunk.subarray(0, at);
        said.push(chunk.subarray(at));
      }
    }
  } catch (error) {
    if (said.length === 0) throw storeError(error, doing);
  }
  if (said.length > 0) throw storeError(parseError(Buffer.concat(said).toString('utf8')), doing);
}
