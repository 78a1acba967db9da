import { closeSync, openSync, writeSync } from 'node:fs';

/** A file of lines that is written once. */
export interface LineFile {
  add(line: Uint8Array): void;
  /** Writes what is left. */
  close(): void;
  /** Lets go of a file that will not be ended; nothing, if it was. */
  drop(): void;
}

const BLOCK_BYTES = 65_536;
const END_OF_LINE = 10;

/** A new file: one that is there already is refused. Lines are gathered in one block of 64 kB. */
export function lineFile(path: string): LineFile {
  const file = openSync(path, 'wx');
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  let used = 0;
  let isOpen = true;
  const drop = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  const flush = (): void => {
    writeAll(file, block.subarray(0, used));
    used = 0;
  };
  return {
    add(line) {
      if (used + line.length + 1 > BLOCK_BYTES) flush();
      if (line.length + 1 > BLOCK_BYTES) writeAll(file, line);
      else used += Buffer.from(line.buffer, line.byteOffset, line.length).copy(block, used);
      block[used++] = END_OF_LINE;
    },
    close() {
      flush();
      drop();
    },
    drop,
  };
}

/** A system may take less than it was given. */
function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}
