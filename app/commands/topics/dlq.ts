import { deadLetters } from '../../../schemas/streams.ts';
import { print, type CommandIo } from '../../io.ts';
import { openLog } from '../../open-log.ts';
import type { CommonOptions } from '../../options.ts';
import { deadLetterJson } from '../../record-json.ts';
import { lettersOf, takenIn } from './letters.ts';

export interface DlqOptions {
  readonly timeline?: string | undefined;
  /** Those that were read again too. */
  readonly all: boolean;
}

/** Open dead letters of every timeline, or of one; says how many others there are. */
export async function topicsDlq(options: CommonOptions & DlqOptions, io: CommandIo): Promise<number> {
  const log = openLog(options, io);
  const say = (text: string): unknown => options.quiet || io.stderr.write(`${text}\n`);
  let hidden = 0;
  try {
    const statuses = log.partitions({ timeline: options.timeline, stream: deadLetters.name });
    for (const timeline of new Set(statuses.map(({ partition }) => partition.timeline))) {
      for (const { place, offset, letter, received, reading } of lettersOf(log, timeline)()) {
        io.signal.throwIfAborted();
        if (reading !== undefined && !options.all) hidden++;
        else await print(io, deadLetterJson(place, offset, letter, received, reading));
      }
      const { running } = takenIn(log, timeline);
      if (running !== undefined)
        say(
          `${running.done} of ${timeline} are marked as read again when \`topics replay-dlq\` is through, or runs next`,
        );
    }
  } finally {
    log.close();
  }
  if (hidden > 0) say(`${hidden} more were read again since: --all shows them`);
  return 0;
}
