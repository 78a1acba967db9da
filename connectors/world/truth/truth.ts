import { HOUR_MS, type Instant } from '../../../schemas/instants.ts';
import type { Kind, WorldEvent } from '../event.ts';
import { engagementTruth } from './engagement-truth.ts';
import { mentionTruth } from './mention-truth.ts';
import { profileTruth } from './profile-truth.ts';
import type { TruthRow } from './rows.ts';
import { seenIds } from './seen-ids.ts';

/** How far behind the largest event time handed over an item may lie and still count. */
const HORIZON_MS = 48 * HOUR_MS;

/** Lines = dead + repeated + counted + late. */
export interface Tally {
  lines: number;
  /** Lines that cannot be read. */
  dead: number;
  repeated: number;
  counted: number;
  late: number;
}

export interface Totals {
  readonly kinds: Readonly<Record<Kind, Tally>>;
  readonly brands: Readonly<Record<string, Tally>>;
  /** The largest event time. */
  readonly maxTime: Instant;
}

/** Listens to a world's arrivals, in their order, and knows what must be counted. It reads labels and times, never a line. */
export interface Truth {
  add(event: WorldEvent): void;
  /** Hands over the rows that are still open: the world has ended. */
  finish(): Totals;
}

/**
 * The truth about what `add` was given. A row is handed to `emit` once, when nothing that counts can change it: when the largest event
 * time is a horizon past its end. Of copies the first one that can be read counts. Memory: what is open (48 h of windows, 9 days of posts).
 */
export function truth(emit: (row: TruthRow) => void): Truth {
  const seen = seenIds();
  const mentions = mentionTruth();
  const engagement = engagementTruth();
  const profiles = profileTruth();
  const kinds = { mention: noTally(), post: noTally(), counters: noTally(), profile: noTally() };
  const brands: Record<string, Tally> = {};
  let maxTime = 0;
  let closed = 0;

  const close = (until: Instant): void => {
    mentions.close(until, emit);
    engagement.close(until, emit);
    profiles.close(until, emit);
  };

  const fate = (event: WorldEvent): Exclude<keyof Tally, 'lines'> => {
    if (event.malformed !== undefined) return 'dead';
    const isLate = event.eventTime < maxTime - HORIZON_MS;
    maxTime = Math.max(maxTime, event.eventTime);
    if (seen(`${event.label.kind}/${event.platform}/${event.id}`, event.arrivalTime)) return 'repeated';
    return isLate ? 'late' : 'counted';
  };

  const count = ({ platform, eventTime, label }: WorldEvent): void => {
    switch (label.kind) {
      case 'mention':
        return mentions.count(platform, label, eventTime);
      case 'post':
        return engagement.post(platform, label.account, eventTime);
      case 'counters':
        return engagement.reading(platform, label, eventTime);
      case 'profile':
        return profiles.reading(platform, label.account, label.followers, eventTime);
    }
  };

  return {
    add(event) {
      const { label } = event;
      const what = fate(event);
      tally(kinds[label.kind], what);
      if (label.kind === 'mention') tally((brands[label.brand] ??= noTally()), what);
      if (what === 'counted') count(event);
      const until = maxTime - HORIZON_MS;
      if (until < closed + HOUR_MS) return;
      closed = until;
      close(until);
    },
    finish() {
      close(Infinity);
      return { kinds, brands, maxTime };
    },
  };
}

function noTally(): Tally {
  return { lines: 0, dead: 0, repeated: 0, counted: 0, late: 0 };
}

function tally(of: Tally, what: Exclude<keyof Tally, 'lines'>): void {
  of.lines++;
  of[what]++;
}
