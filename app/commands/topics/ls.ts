import { print, type CommandIo } from '../../io.ts';
import { openLog } from '../../open-log.ts';
import type { CommonOptions } from '../../options.ts';
import { table } from '../../table.ts';

/** One line per partition, or per reader of it where there are several. */
export async function topicsLs(options: CommonOptions & { readonly json: boolean }, io: CommandIo): Promise<number> {
  const log = openLog(options, io);
  try {
    const found = log.partitions().map(({ partition, ...status }) => ({
      timeline: partition.timeline,
      stream: partition.stream.name,
      partition: partition.partition,
      ...status,
    }));
    const rows = found.map(({ readers, ...columns }) => ({
      ...columns,
      lag: readers.map(({ task, records }) => `${task} ${records}`).join(', ') || '-',
    }));
    const lines = found.map((one) => `${JSON.stringify(one)}\n`).join('');
    await print(
      io,
      options.json ? lines : table(['timeline', 'stream', 'partition', 'first', 'next', 'bytes', 'lag'], rows),
    );
    return 0;
  } finally {
    log.close();
  }
}
