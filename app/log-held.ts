import { TidelineError } from '../runtime/errors.ts';
import { LETTERS } from '../runtime/log/embedded/retention.ts';
import type { CommandIo } from './io.ts';
import { dataOption } from './options.ts';

/**
 * For a feed that waits because the log is over its bound: says for whom. When only dead letters hold it, waiting would never end
 * (they are freed by age alone, and a replay whose lines are dead makes more of them): LOG_FULL, and the same command goes on later.
 */
export function tellHeld(io: Pick<CommandIo, 'stderr'>, data: string): (heldBy: readonly string[]) => void {
  return (heldBy) => {
    const readers = heldBy.filter((name) => name !== LETTERS);
    if (readers.length === 0) throw fullOfLetters(data);
    io.stderr.write(`The log is full: intake waits for ${readers.join(', ')}\n`);
  };
}

function fullOfLetters(data: string): TidelineError {
  return new TidelineError('LOG_FULL', `The log is full of dead letters: ${whatToDo(dataOption(data))}`);
}

/** Also what `doctor` advises; `data`: the option, as in ` --data DIR`. */
export function whatToDo(data: string): string {
  return (
    `see why with \`npx tideline topics dlq${data}\`, then raise log.maxBytes in tideline.yaml; with that room ` +
    'the same command goes on, and `topics replay-dlq` reads them again, e.g. with a better mapping. They are kept 30 days.'
  );
}
