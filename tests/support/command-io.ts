import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { CommandIo } from '../../app/io.ts';
import { systemClock } from '../../runtime/time/clock.ts';

export interface CapturedIo {
  readonly io: CommandIo;
  out(): string;
  err(): string;
  /** What a signal does. */
  abort(reason: Error): void;
}

/** A command's surroundings in a directory: pipes that are kept, no terminal, no environment. */
export function capturedIo(cwd: string, changes: Partial<CommandIo> = {}): CapturedIo {
  const stopping = new AbortController();
  const [stdout, stderr] = [capture(), capture()];
  return {
    io: {
      stdout: stdout.stream,
      stderr: stderr.stream,
      signal: stopping.signal,
      env: {},
      cwd,
      clock: systemClock,
      isTTY: false,
      talkIsTTY: false,
      color: false,
      ...changes,
    },
    out: stdout.text,
    err: stderr.text,
    abort: (reason) => stopping.abort(reason),
  };
}

function capture(): { stream: Writable; text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

/** A directory that goes with the test. */
export function temporaryDirectory(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tideline-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
