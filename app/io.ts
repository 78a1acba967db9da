import { isatty } from 'node:tty';
import type { Writable } from 'node:stream';
import { systemClock, type Clock } from '../runtime/time/clock.ts';

/**
 * All that a command may touch of the process it runs in. Data goes to `stdout`, talk to `stderr`; `signal` aborts at the first
 * SIGINT or SIGTERM (its reason is an Interrupted), after which a command stops in order: the second one ends the process.
 */
export interface CommandIo {
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly clock: Clock;
  /** Somebody looks at `stdout`. */
  readonly isTTY: boolean;
  /** Somebody looks at `stderr`, and it can overwrite a line. */
  readonly talkIsTTY: boolean;
  readonly color: boolean;
}

/** Why a command's signal aborts. Thrown up to main, it ends the process with 130. */
export class Interrupted extends Error {
  constructor(signal: string) {
    super(`stopped by ${signal}`);
    this.name = 'Interrupted';
  }
}

export const INTERRUPTED_EXIT = 130;

/** This process as a command sees it. Called once: it takes the signals and the broken pipe of `… | head`. */
export function processIo(): CommandIo {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(INTERRUPTED_EXIT);
      stopping.abort(new Interrupted(signal));
    });
  }
  process.stdout.on('error', (error) => {
    if (isBrokenPipe(error)) process.exit(0);
    throw error;
  });
  process.stderr.on('error', () => undefined);
  const { env } = process;
  const isTTY = isatty(1);
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    signal: stopping.signal,
    env,
    cwd: process.cwd(),
    clock: systemClock,
    isTTY,
    talkIsTTY: isatty(2) && !isContinuousIntegration(env) && env['TERM'] !== 'dumb',
    color: isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
  };
}

/** Whoever read our output has seen enough, as `… | head` does: the end of the work, not an error. */
export function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

function isContinuousIntegration(env: CommandIo['env']): boolean {
  return (env['CI'] ?? '') !== '' && env['CI'] !== 'false';
}

/** Resolves when the reader is ready for more: a slow pipe holds the command back instead of filling its memory. */
export function print(io: Pick<CommandIo, 'stdout'>, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    io.stdout.write(text, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
