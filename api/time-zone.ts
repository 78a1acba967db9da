import { invalid } from './problems.ts';

/** An IANA name, not an offset: a zone knows its summer time. */
const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;

/** The zone's name as the store spells it; its own check would be an error of the query. */
export function timeZoneOf(name: string): string {
  try {
    if (NAME.test(name)) return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    // Refused below, like a name that is none.
  }
  throw invalid('tz', `${JSON.stringify(name)} is no time zone: write an IANA name such as Europe/Berlin`);
}
