/** Whether this browser knows the time zone by that name. An offset (`+05:30`) is no name, and the API refuses it. */
export function isKnownZone(name: string): boolean {
  try {
    return (
      /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
    );
  } catch {
    return false;
  }
}
