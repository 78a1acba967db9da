import type { LiveState } from '../../../../api/schemas/live.ts';
import type { LinkState } from './link.ts';

/** What the live pill says. The word changes seldom and is announced; the delay changes always and is not. */
export type Pill =
  | { readonly kind: 'connecting' | 'paused' | 'idle' | 'catching-up' }
  /** Live without a delay: nothing came yet. */
  | { readonly kind: 'live'; readonly behindMs?: number }
  | { readonly kind: 'delayed'; readonly behindMs: number }
  | { readonly kind: 'stalled'; readonly reason: string }
  | { readonly kind: 'reconnecting'; readonly attempt: number }
  /** The stream cannot be had, so the page asks every 10 s. */
  | { readonly kind: 'polling' }
  | { readonly kind: 'offline'; readonly since: number };

/** Beyond this the delay is news by itself. */
const DELAYED_MS = 10_000;
/** Failed tries after which the page asks instead of listening. */
const PATIENCE = 3;
/** And how often. */
export const POLLING_MS = 10_000;

export interface PillInput {
  readonly link: LinkState;
  readonly status: LiveState | undefined;
  readonly isPaused: boolean;
  /** The last question to the server went unanswered. */
  readonly isUnreachable: boolean;
}

export function isPolling(link: LinkState): boolean {
  return link.kind === 'waiting' && link.attempt >= PATIENCE;
}

export function pillOf({ link, status, isPaused, isUnreachable }: PillInput): Pill {
  if (link.kind === 'waiting' && isPolling(link) && isUnreachable) return { kind: 'offline', since: link.since };
  if (isPaused) return { kind: 'paused' };
  if (isPolling(link)) return { kind: 'polling' };
  if (link.kind === 'waiting') return { kind: 'reconnecting', attempt: link.attempt };
  if (link.kind === 'connecting' || status === undefined) return { kind: 'connecting' };
  return ofStatus(status);
}

function ofStatus({ state, behind_ms: behindMs, reason }: LiveState): Pill {
  if (state === 'stalled') return { kind: 'stalled', reason: reason ?? '' };
  if (state !== 'live') return { kind: state };
  if (behindMs === null) return { kind: 'live' };
  return { kind: behindMs > DELAYED_MS ? 'delayed' : 'live', behindMs };
}
