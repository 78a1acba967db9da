import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';

import { TidelineError } from '../../runtime/errors.ts';
import { unreadable, unusable } from './unreadable.ts';

const CHUNK_BYTES = 262_144;

/** A recorded file that was found fit to read. */
export interface RecordedFile {
  readonly path: string;
  /** Its name without folders, as origins show it. */
  readonly name: string;
  /** Its size on disk, compressed if it is. */
  readonly bytes: number;
  readonly gzip: boolean;
}

/** Looks at the file and its first bytes. Throws FILE_UNREADABLE, with what to do, for all that cannot be a recording. */
export async function inspectFile(path: string): Promise<RecordedFile> {
  try {
    await using handle = await open(path, 'r');
    const stats = await handle.stat();
    if (stats.isDirectory()) throw unusable(path, 'is a directory; name one file in it');
    if (!stats.isFile())
      throw unusable(path, 'is a pipe or device, which cannot be read twice; save it to a file first');
    if (stats.size === 0) throw unusable(path, 'is empty; check how it was made');
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    const gzip = buffer[0] === 0x1f && buffer[1] === 0x8b;
    if (path.endsWith('.gz') && !gzip)
      throw unusable(path, 'is named .gz but is not gzip data; rename it, or get it again');
    const utf16 = (buffer[0] === 0xff && buffer[1] === 0xfe) || (buffer[0] === 0xfe && buffer[1] === 0xff);
    if (utf16) throw unusable(path, 'is UTF-16; convert it first, e.g. iconv -f UTF-16 -t UTF-8 FILE > NEW');
    return { path, name: basename(path), bytes: stats.size, gzip };
  } catch (error) {
    throw unreadable(path, error);
  }
}

/**
 * The file's bytes, decompressed, from an offset in them: a plain file is entered there, a compressed one is read from its
 * beginning and skipped. `seen` hears how many bytes on disk were read. Throws REPLAY_CHANGED when the file ends before the
 * offset, FILE_UNREADABLE when it cannot be read (on).
 */
export async function* readChunks(
  file: RecordedFile,
  from: number,
  seen: (fileBytes: number) => void,
): AsyncGenerator<Buffer> {
  if (!file.gzip && from > file.bytes) throw shorter(file, from);
  const start = file.gzip ? 0 : from;
  const input = createReadStream(file.path, { highWaterMark: CHUNK_BYTES, start });
  const gunzip = file.gzip ? createGunzip({ chunkSize: CHUNK_BYTES }) : undefined;
  if (gunzip !== undefined) input.on('error', (error) => gunzip.destroy(error)).pipe(gunzip);
  let skip = from - start;
  try {
    for await (const chunk of (gunzip ?? input) as AsyncIterable<Buffer>) {
      seen(start + input.bytesRead);
      if (skip >= chunk.length) skip -= chunk.length;
      else {
        yield skip === 0 ? chunk : chunk.subarray(skip);
        skip = 0;
      }
    }
    if (skip > 0) throw shorter(file, from);
  } catch (error) {
    throw unreadable(file.path, error);
  } finally {
    input.destroy();
    gunzip?.destroy();
  }
}

function shorter(file: RecordedFile, from: number): TidelineError {
  const what = `has become shorter than the ${from} bytes that were replayed of it`;
  return new TidelineError(
    'REPLAY_CHANGED',
    `the file ${file.path} ${what}; restore it, or replay it as another timeline`,
  );
}
