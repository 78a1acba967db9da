import { crc32 } from 'node:zlib';
import { decodeFeed } from '../../../ingest/feed.ts';
import { feederName } from '../../../ingest/runner.ts';
import type { Partition } from '../../../runtime/log/log.ts';
import { MAIN_WORKSPACE } from '../../../schemas/ids.ts';
import type { Instant } from '../../../schemas/instants.ts';
import type { DeadLetter } from '../../../schemas/results/dead-letter.ts';
import { deadLetters } from '../../../schemas/streams.ts';
import type { OpenedLog } from '../../open-log.ts';
import { recordsIn } from './records.ts';
import { letterSourceId, NONE_TAKEN, readingOf, type LetterPlace, type Reading, type Taken } from './taken.ts';

export interface Letter extends LetterPlace {
  readonly place: Partition;
  readonly received: Instant;
  readonly letter: DeadLetter;
  /** What took it, or has read its origin again since; undefined: it is open. */
  readonly reading: Reading | undefined;
  /** The mapping it had: that of the newest letter of its origin which a source made. A rereading that failed changes nothing. */
  readonly had: string;
}

/** What is known of an origin: its newest letter, and the newest that a source made. */
interface Origin extends Reading, LetterPlace {
  /** Checksum of the newest one's bytes: a file of the same name may hold another line there by now. */
  readonly bytes: number;
  readonly had: string;
  readonly hadAt: Instant;
}

/** As the log is now; every call of the result goes through the letters anew, in the order (partition, offset). */
export type Letters = () => Generator<Letter>;

/** The cursor of a timeline's dead letters. */
export function takenIn(log: OpenedLog, timeline: string): Taken {
  const task = feederName(MAIN_WORKSPACE, timeline, letterSourceId(timeline));
  return decodeFeed<Taken>(log.meta(task)).cursor ?? NONE_TAKEN;
}

/**
 * The dead letters of a timeline. A line that is dead at every reading of its file is one letter, not many: of letters with one origin
 * and the same bytes the newest counts, and the others were read again when that one was received. Remembers about 200 bytes for
 * each origin.
 */
export function lettersOf(log: OpenedLog, timeline: string): Letters {
  const statuses = log.partitions({ timeline, stream: deadLetters.name });
  const taken = takenIn(log, timeline);
  const reread = letterSourceId(timeline);
  function* stored(): Generator<Omit<Letter, 'reading' | 'had'>> {
    for (const status of statuses) {
      const { partition: place } = status;
      for (const { offset, record } of recordsIn(log, status, status.first)) {
        if (record.kind !== 'data') continue;
        const letter = record.value as DeadLetter;
        yield { place, partition: place.partition, offset, received: record.receivedTime, letter };
      }
    }
  }
  const origins = new Map<string, Origin>();
  for (const { partition, offset, received: at, letter } of stored()) {
    const { origin, mapping, source, raw } = letter;
    const own = { at, mapping, partition, offset, bytes: crc32(raw) };
    const known = origins.get(origin) ?? { ...own, had: mapping, hadAt: -Infinity };
    const { had, hadAt } = source !== reread && at >= known.hadAt ? { had: mapping, hadAt: at } : known;
    origins.set(origin, { ...(at >= known.at ? own : known), had, hadAt });
  }
  return function* letters() {
    for (const one of stored()) {
      const newest = origins.get(one.letter.origin);
      if (newest === undefined) throw new Error(`the dead letters of ${timeline} have changed while they were read`);
      const { at, mapping, had } = newest;
      const isNewest = newest.partition === one.partition && newest.offset === one.offset;
      const since = isNewest || newest.bytes !== crc32(one.letter.raw) ? undefined : { at, mapping };
      yield { ...one, reading: readingOf(taken, one) ?? since, had };
    }
  };
}
