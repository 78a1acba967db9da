import { messageOf, TidelineError } from '../runtime/errors.ts';
import { run } from './cli.ts';
import { Interrupted, INTERRUPTED_EXIT, isBrokenPipe, processIo, type CommandIo } from './io.ts';

/** The message alone is for people; with TIDELINE_DEBUG=1 the stack too, for whoever looks into it. Returns the exit code. */
function report(error: unknown, io: CommandIo): number {
  if (isInterruption(error, io)) return INTERRUPTED_EXIT;
  if (isBrokenPipe(error)) return 0;
  io.stderr.write(`tideline: ${messageOf(error)}\n`);
  if (io.env['TIDELINE_DEBUG'] === '1' && error instanceof Error) io.stderr.write(`${stackOf(error)}\n`);
  return error instanceof TidelineError ? error.exitCode : 1;
}

/** Node's own functions throw an AbortError instead of the signal's reason. */
function isInterruption(error: unknown, { signal }: CommandIo): boolean {
  return error instanceof Interrupted || (signal.aborted && error instanceof Error && error.name === 'AbortError');
}

function stackOf(error: Error): string {
  const { stack = error.message, cause } = error;
  return cause instanceof Error ? `${stack}\ncaused by ${stackOf(cause)}` : stack;
}

/** Exit code by `process.exitCode`: what stands in the pipes is still written. */
async function main(): Promise<void> {
  const io = processIo();
  try {
    process.exitCode = await run(process.argv.slice(2), io);
  } catch (error) {
    process.exitCode = report(error, io);
  }
}

void main();
