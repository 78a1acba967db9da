import type { Instant } from '../schemas/instants.ts';

/** How far one source has been read: stored in the same commit as the items it follows. */
export interface Feed<Cursor> {
  cursor: Cursor | undefined;
  /** Items handed over. */
  lines: number;
  /** Smallest and largest event time handed over; 0 = none yet. */
  minTime: Instant;
  maxTime: Instant;
  lastTick: Instant;
  /** Wall time of the last live tick. */
  lastLive: Instant;
  done: boolean;
  /** And everything of it has gone its whole way: only then is it finished. */
  stored: boolean;
  /** What the source was when it was first read: a changed one is refused. */
  identity: string;
  /** The command that goes on with it, for people; empty where nothing has to be done. */
  resume: string;
}

export function emptyFeed<Cursor>(identity = ''): Feed<Cursor> {
  return {
    cursor: undefined,
    lines: 0,
    minTime: 0,
    maxTime: 0,
    lastTick: 0,
    lastLive: 0,
    done: false,
    stored: false,
    identity,
    resume: '',
  };
}

export function encodeFeed<Cursor>(feed: Feed<Cursor>): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(feed));
}

export function decodeFeed<Cursor>(bytes: Uint8Array): Feed<Cursor> {
  if (bytes.length === 0) return emptyFeed();
  return { ...emptyFeed<Cursor>(), ...(JSON.parse(new TextDecoder().decode(bytes)) as Partial<Feed<Cursor>>) };
}
