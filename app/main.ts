import { messageOf, TidelineError } from '../runtime/errors.ts';
import { run } from './cli.ts';
import { Interrupted, processIo, type CommandIo } from './io.ts';

/** The message alone is for people; with TIDELINE_DEBUG=1 the stack too, for whoever looks into it. */
function report(error: unknown, io: CommandIo): number {
  const interrupted = error instanceof Interrupted;
  if (!interrupted || io.signal.reason !== error) io.stderr.write(`tideline: ${messageOf(error)}\n`);
  if (io.env['TIDELINE_DEBUG'] === '1' && error instanceof Error) io.stderr.write(`${stackOf(error)}\n`);
  if (interrupted) return 130;
  return error instanceof TidelineError ? error.exitCode : 1;
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
