import type { Outcome, RejectReason } from '../../runtime/outcome.ts';

export type Rejection = Extract<Outcome<never>, { kind: 'reject' }>;

/** `detail` is for the person who opens the dead letter: which field, what was found, what was expected. */
export function reject(reason: RejectReason, detail: string): Rejection {
  return { kind: 'reject', reason, detail };
}

/** Part of somebody else's text inside a detail: short, on one line, escaped (so well formed whatever it holds). */
export function quoted(text: string): string {
  const part = text.length > 40 ? `${text.slice(0, 39)}…` : text;
  return JSON.stringify(part);
}
