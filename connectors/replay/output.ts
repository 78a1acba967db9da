import type { FileHandle } from 'node:fs/promises';

/** Gathers pieces of bytes into large writes at the end of a file. Ask for room before every piece. */
export interface Output {
  hasRoom(bytes: number): boolean;
  copy(from: Buffer, start: number, end: number): void;
  flush(): Promise<void>;
}

const BUFFER_BYTES = 1_048_576;

export function bufferedOutput(handle: FileHandle): Output {
  let buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let used = 0;
  return {
    hasRoom: (bytes) => used === 0 || used + bytes <= buffer.length,
    copy(from, start, end) {
      // Only into an empty buffer: a record may be larger than all of it.
      if (used + end - start > buffer.length) buffer = Buffer.allocUnsafe(end - start);
      used += from.copy(buffer, used, start, end);
    },
    async flush() {
      await handle.writeFile(buffer.subarray(0, used));
      used = 0;
    },
  };
}
