import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

import { inspectFile } from './file.ts';
import { unreadable } from './unreadable.ts';

/** What a recorded file holds, compressed as it is: two files are the same recording when these are equal. */
export interface Fingerprint {
  readonly sha256: string;
  readonly bytes: number;
}

/** Reads the whole file once, in constant memory. Throws FILE_UNREADABLE. */
export async function fingerprintFile(path: string, signal: AbortSignal): Promise<Fingerprint> {
  await inspectFile(path);
  signal.throwIfAborted();
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 }) as AsyncIterable<Buffer>) {
      signal.throwIfAborted();
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : unreadable(path, error);
  }
  return { sha256: hash.digest('hex'), bytes };
}
