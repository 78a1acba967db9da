import type { Instant } from '../../schemas/instants.ts';
import { messageOf, TidelineError } from '../errors.ts';
import type { Clock } from '../time/clock.ts';
import { backoffMs, type Backoff } from './backoff.ts';
import type { StoreClient } from './client.ts';
import { failureClass } from './errors.ts';
import { nativeEncoder, type Column, type NativeEncoder } from './native.ts';
import { UnencodableValue } from './native-types.ts';

export interface InserterOptions<Row> {
  readonly client: StoreClient;
  readonly table: string;
  readonly columns: readonly Column<Row>[];
  readonly backoff?: Backoff;
  /** More unusable rows than this in one batch are no longer bad data but a wrong table or encoder: the insert throws. */
  readonly maxPoison?: number;
}

export interface InserterDeps {
  readonly clock: Clock;
}

/** A row that cannot be stored, and why. */
export interface Poison<Row> {
  readonly row: Row;
  readonly error: Error;
}

export type InsertHealth =
  | { readonly state: 'ok' }
  /** `since`: when the rows that wait were first sent; `attempts`: how many have failed. */
  | { readonly state: 'stalled'; readonly since: Instant; readonly attempts: number; readonly reason: string };

/**
 * Writes rows into one upsert table. Called by one sink, batch after batch; a batch may be repeated as a whole at any time.
 * Resolves when every row is durable, but for those it returns: they can never be. Waits as long as the store is down, full,
 * overloaded or silent, which `health` shows; rejects with the signal's reason when aborted, and with a TidelineError when the
 * mistake is ours.
 */
export interface Inserter<Row> {
  /** `rows` makes them, the same each time: only what is refused is looked at twice, and nothing is kept while the store writes. */
  insert(rows: () => readonly Row[], signal: AbortSignal): Promise<readonly Poison<Row>[]>;
  health(): InsertHealth;
}

const BACKOFF: Backoff = { firstMs: 100, maxMs: 5_000 };
/** An answer that takes longer is a stall, and told; the client's own limit is for a connection that is lost without a word. */
const SILENT_MS = 10_000;
const MAX_POISON = 1_000;

/**
 * optimize_on_insert = 0 leaves the removal of repeats to merges and FINAL, half of an insert's cost. async_insert = 0: with 1,
 * a server acknowledges what is only in its memory.
 */
const SETTINGS = 'optimize_on_insert = 0, async_insert = 0';

export function createInserter<Row>(options: InserterOptions<Row>, { clock }: InserterDeps): Inserter<Row> {
  const { client, table, columns, backoff = BACKOFF, maxPoison = MAX_POISON } = options;
  const encode = nativeEncoder(columns);
  const names = columns.map(({ name }) => `\`${name}\``).join(', ');
  const sql = `INSERT INTO ${table} (${names}) SETTINGS ${SETTINGS} FORMAT Native`;
  const { send, health } = createSender(client, sql, backoff, clock);

  async function insert(rows: () => readonly Row[], signal: AbortSignal): Promise<readonly Poison<Row>[]> {
    const found: Poison<Row>[] = [];
    const poison: OnPoison<Row> = (row, error) => {
      if (found.push({ row, error }) > maxPoison) throw tooMany(table, maxPoison, error);
    };
    const { block } = encodable(rows(), encode, poison);
    const refusal = block === undefined ? undefined : await send(block, signal);
    if (refusal !== undefined) await halve(encodable(rows(), encode, () => undefined).rows, refusal, signal, poison);
    return found;
  }

  /** Rows the store finds poisonous are halved until those that are it are found: 2 log2(n) extra inserts for one. */
  async function halve(
    rows: readonly Row[],
    refusal: Error,
    signal: AbortSignal,
    poison: OnPoison<Row>,
  ): Promise<void> {
    const [first, second] = rows;
    if (first !== undefined && second === undefined) return poison(first, refusal);
    const middle = rows.length >> 1;
    for (const half of [rows.slice(0, middle), rows.slice(middle)]) {
      const again = await send(encode(half), signal);
      if (again !== undefined) await halve(half, again, signal, poison);
    }
  }

  return { insert, health };
}

type OnPoison<Row> = (row: Row, error: Error) => void;

interface Sender {
  /** Repeats after transport errors and overload until stored; a refusal of the rows themselves is returned. */
  send(block: Buffer, signal: AbortSignal): Promise<Error | undefined>;
  health(): InsertHealth;
}

/** The block that is under way. */
interface Sending {
  readonly since: Instant;
  /** How many attempts have failed, and why the last one did. */
  attempts: number;
  reason: string;
  /** Of the attempt that has no answer yet; undefined: between two. */
  askedAt: Instant | undefined;
}

function createSender(client: StoreClient, sql: string, backoff: Backoff, clock: Clock): Sender {
  let sending: Sending | undefined;

  async function send(block: Buffer, signal: AbortSignal): Promise<Error | undefined> {
    const since = clock.now();
    const mine: Sending = (sending = { since, attempts: 0, reason: '', askedAt: since });
    try {
      for (;;) {
        const refusal = await attempt(mine, block, signal);
        if (refusal !== 'retry') return refusal;
        await clock.sleep(backoffMs(backoff, mine.attempts - 1), signal);
        mine.askedAt = clock.now();
      }
    } finally {
      sending = undefined;
    }
  }

  async function attempt(mine: Sending, block: Buffer, signal: AbortSignal): Promise<Error | 'retry' | undefined> {
    try {
      await client.insert(sql, block, { signal });
      return undefined;
    } catch (error) {
      signal.throwIfAborted();
      const failure = failureClass(error);
      if (failure === 'poison' && error instanceof Error) return error;
      if (failure !== 'retry') throw error;
      mine.attempts++;
      mine.reason = messageOf(error);
      mine.askedAt = undefined;
      return 'retry';
    }
  }

  function health(): InsertHealth {
    if (sending === undefined) return { state: 'ok' };
    const { since, attempts, reason, askedAt } = sending;
    const silentMs = askedAt === undefined ? 0 : clock.now() - askedAt;
    if (silentMs < SILENT_MS) return attempts === 0 ? { state: 'ok' } : { state: 'stalled', since, attempts, reason };
    const before = attempts === 0 ? '' : ` (before that: ${reason})`;
    const silence = `it has not answered for ${Math.floor(silentMs / 1_000)} s${before}`;
    return { state: 'stalled', since, attempts, reason: silence };
  }

  return { send, health };
}

/** Finds the rows the encoder refuses one by one, but only once it has refused something. */
function encodable<Row>(
  rows: readonly Row[],
  encode: NativeEncoder<Row>,
  poison: OnPoison<Row>,
): { rows: readonly Row[]; block: Buffer | undefined } {
  if (rows.length === 0) return { rows, block: undefined };
  const block = encoded(rows, encode);
  if (!(block instanceof UnencodableValue)) return { rows, block };
  const good: Row[] = [];
  for (const row of rows) {
    const alone = encoded([row], encode);
    if (alone instanceof UnencodableValue) poison(row, alone);
    else good.push(row);
  }
  return { rows: good, block: good.length === 0 ? undefined : encode(good) };
}

function encoded<Row>(rows: readonly Row[], encode: NativeEncoder<Row>): Buffer | UnencodableValue {
  try {
    return encode(rows);
  } catch (error) {
    if (error instanceof UnencodableValue) return error;
    throw error;
  }
}

function tooMany(table: string, maxPoison: number, cause: Error): TidelineError {
  return new TidelineError(
    'INTERNAL',
    `More than ${maxPoison} rows of one batch for ${table} cannot be stored, so it is not the data. The last: ${cause.message}`,
    { cause },
  );
}
