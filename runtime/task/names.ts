import { laterName, NO_NAME, type Name } from '../../schemas/envelope.ts';
import { TidelineError } from '../errors.ts';

/**
 * Law 3, with the last name seen of each producer. A name that is not later is a repeat (a crash, a retry or a zombie wrote it
 * again) and is dropped; a previous name later than the last seen means that records are missing: the partition stops loudly.
 */
export function isNewName(
  seen: ReadonlyMap<string, Name>,
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
  return true;
}

/** The same, and keeps the name. */
export function acceptName(
  seen: Map<string, Name>,
  producer: string,
  name: Name,
  previous: Name,
  place: string,
): boolean {
  const fresh = isNewName(seen, producer, name, previous, place);
  if (fresh) seen.set(producer, name);
  return fresh;
}

/** The name after `last` in one target partition: counted per input position. */
export function nextName(last: Name, at: number): Name {
  return { at, index: last.at === at ? last.index + 1 : 0 };
}
