import { Writable } from 'node:stream';
import { replay, type ReplayCommandOptions } from '../../app/commands/replay.ts';
import { replayDlq, type ReplayDlqOptions } from '../../app/commands/replay-dlq.ts';
import { sql } from '../../app/commands/sql.ts';
import { dataDirectory } from '../../app/directory.ts';
import { processIo, type CommandIo } from '../../app/io.ts';
import type { CommonOptions } from '../../app/options.ts';
import { messageOf } from '../../runtime/errors.ts';
import { crashHooks, type Aim } from './points.ts';

/** What the crash run tells a child, as JSON in its only argument. */
export interface Order {
  readonly common: CommonOptions;
  readonly replay?: Omit<ReplayCommandOptions, keyof CommonOptions>;
  readonly replayDlq?: Omit<ReplayDlqOptions, keyof CommonOptions>;
  readonly aim?: Aim;
  /** A file outside the data directory: `task lines` after each commit of a source's cursor, on disk before anything else happens. */
  readonly acknowledged: string;
  readonly maxPages?: number;
  /** Asked by the `sql` command when all is done; the answer goes to the child's standard output. */
  readonly question?: string;
}

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const io = processIo();
const talk: CommandIo = { ...io, stdout: new Writable({ write: (_chunk, _encoding, done) => done() }) };

try {
  const { aim, acknowledged, common } = order;
  const aimed = crashHooks({ aim, acknowledged, logFile: dataDirectory(common.data).logFile });
  const hooks = order.maxPages === undefined ? aimed : { ...aimed, log: { maxPages: order.maxPages } };
  if (order.replay !== undefined) await replay({ ...order.common, ...order.replay }, talk, hooks);
  if (order.replayDlq !== undefined) await replayDlq({ ...order.common, ...order.replayDlq }, talk, hooks);
  if (order.question !== undefined)
    await sql({ ...order.common, query: order.question, format: 'TabSeparatedRaw' }, io);
} catch (error) {
  process.stderr.write(`tideline: ${messageOf(error)}\n`);
  process.exitCode = 1;
}
