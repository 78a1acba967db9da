import { laterName, NO_NAME, type Name } from '../../schemas/envelope.ts';
import { TidelineError } from '../errors.ts';

/**
 * Law 3: keeps the last name per producer. A name that is not later is a repeat (a crash, a retry or a zombie wrote it again) and
 * is dropped; a previous name later than the last seen means that records are missing: the partition stops loudly.
 */
export function acceptName(
  seen: Map<string, Name>,
  producer: string,
  name: Name,
  previous: Name,
  place: string,
): boolean {
  const last = seen.get(producer) ?? NO_NAME;
  if (!laterName(name, last)) return false;
  if (laterName(previous, last)) {
    throw new TidelineError(
      'LOG_GAP',
      `${place}: records of ${producer} are missing: after ${last.at}.${last.index} comes ${name.at}.${name.index}, which follows ${previous.at}.${previous.index}. ` +
        'The log has lost data; restore the directory from a backup, or rebuild from intake.',
    );
  }
  seen.set(producer, name);
  return true;
}

/** The next name of a task in one target partition: counted per input position. */
export function nextName(previous: Map<string, Name>, target: string, at: number): { name: Name; before: Name } {
  const before = previous.get(target) ?? NO_NAME;
  const name = { at, index: before.at === at ? before.index + 1 : 0 };
  previous.set(target, name);
  return { name, before };
}
