import { decodeFeed } from '../../../ingest/feed.ts';
import { feederName } from '../../../ingest/runner.ts';
import type { Partition } from '../../../runtime/log/log.ts';
import type { DeadLetter } from '../../../schemas/results/dead-letter.ts';
import { deadLetters } from '../../../schemas/streams.ts';
import { print, type CommandIo } from '../../io.ts';
import { openLog, type OpenedLog } from '../../open-log.ts';
import type { CommonOptions } from '../../options.ts';
import { deadLetterJson } from '../../record-json.ts';
import { recordsIn } from './records.ts';
import { letterSourceId, NONE_TAKEN, readingOf, type Taken } from './taken.ts';

export interface DlqOptions {
  readonly timeline?: string | undefined;
  /** Those that were read again too. */
  readonly all: boolean;
}

/** Open dead letters of every timeline, or of one; says how many others there are. */
export async function topicsDlq(options: CommonOptions & DlqOptions, io: CommandIo): Promise<number> {
  const log = openLog(options, io);
  let hidden = 0;
  try {
    for (const status of log.partitions({ timeline: options.timeline, stream: deadLetters.name })) {
      const { partition } = status;
      const taken = takenIn(log, partition);
      for (const { offset, record } of recordsIn(log, status, status.first)) {
        if (record.kind !== 'data') continue;
        io.signal.throwIfAborted();
        const reading = readingOf(taken, { partition: partition.partition, offset });
        if (reading !== undefined && !options.all) hidden++;
        else
          await print(io, deadLetterJson(partition, offset, record.value as DeadLetter, record.receivedTime, reading));
      }
    }
  } finally {
    log.close();
  }
  if (hidden > 0 && !options.quiet)
    io.stderr.write(`${hidden} more were read again by \`tideline topics replay-dlq\`: --all shows them\n`);
  return 0;
}

/** Which dead letters of the partition's timeline were read again. */
export function takenIn(log: OpenedLog, { workspace, timeline }: Pick<Partition, 'workspace' | 'timeline'>): Taken {
  return decodeFeed<Taken>(log.meta(feederName(workspace, timeline, letterSourceId(timeline)))).cursor ?? NONE_TAKEN;
}
