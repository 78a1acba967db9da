import { isoOf, type Instant } from '../../schemas/instants.ts';
import type { Counters } from './event.ts';

/** The lines that the invented platforms send: one simple shape per kind, the same on all of them. Times are ISO 8601 in UTC. */

export function mentionLine(mention: {
  readonly id: string;
  readonly text: string;
  readonly written: Instant;
  readonly lang: string;
  readonly handle: string;
  readonly followers: number;
  readonly platform: string;
}): string {
  const { id, text, written, lang, handle, followers, platform } = mention;
  return JSON.stringify({
    id,
    text,
    created_at: isoOf(written),
    lang,
    author: { handle, followers },
    url: `https://${platform}.example/${handle}/${id}`,
  });
}

export function postLine(post: {
  readonly id: string;
  readonly account: string;
  readonly text: string;
  readonly type: string;
  readonly written: Instant;
  readonly platform: string;
}): string {
  const { id, account, text, type, written, platform } = post;
  return JSON.stringify({
    id,
    account,
    text,
    type,
    created_at: isoOf(written),
    lang: 'en',
    url: `https://${platform}.example/${account}/${id}`,
  });
}

export function countersLine(id: string, account: string, post: string, at: Instant, counters: Counters): string {
  return JSON.stringify({ id, account, post, observed_at: isoOf(at), ...counters });
}

export function profileLine(id: string, account: string, at: Instant, followers: number, following: number): string {
  return JSON.stringify({ id, account, observed_at: isoOf(at), followers, following });
}

/** A line that nobody can read, for the reason named. */
export function spoiltLine(line: string, reason: 'not-json' | 'bad-time'): string {
  if (reason === 'not-json') return line.slice(0, Math.floor(line.length * 0.7));
  return line.replace(/"(created_at|observed_at)":"[^"]*"/, '"$1":"just now"');
}
