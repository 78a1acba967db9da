import type { LiveCounters } from './counters.ts';

export interface Wire {
  /** `done` when the frame has left, or can no longer. */
  send(frame: Buffer, done: () => void): void;
  /** Bytes handed over that have not left. */
  waitingBytes(): number;
}

export interface OutboxOptions {
  /** Beyond, the oldest frame that may be dropped goes; where none may, `overflow` is called, once. */
  readonly limitBytes: number;
  overflow(): void;
  /** Calls back soon, when it is this client's turn; at most one call is asked for at a time. */
  turn(work: () => void): void;
}

export interface Outbox {
  push(frame: Buffer, mayDrop: boolean): void;
  /** Resolves when nothing waits here, at once if so; rejects when closed. */
  empty(): Promise<void>;
  /** Hands over what the socket still takes, forgets the rest and takes nothing more. */
  close(): void;
}

/** Handed over to the socket; the rest can still be dropped. */
const WIRE_BYTES = 65_536;

/** The frames of one client, in order and in bounded memory, however slowly he reads. */
export function createOutbox(
  { limitBytes, overflow, turn }: OutboxOptions,
  wire: Wire,
  counters: Pick<LiveCounters, 'messages' | 'bytes' | 'drops'>,
): Outbox {
  const queue: { readonly frame: Buffer; readonly mayDrop: boolean }[] = [];
  let bytes = 0;
  let closed = false;
  let isDue = false;
  let idle: PromiseWithResolvers<void> | undefined;

  function askForTurn(): void {
    if (isDue) return;
    isDue = true;
    turn(() => {
      isDue = false;
      pump();
    });
  }

  function pump(): void {
    while (wire.waitingBytes() < WIRE_BYTES) {
      const frame = queue.shift()?.frame;
      if (frame === undefined) {
        idle?.resolve();
        idle = undefined;
        return;
      }
      bytes -= frame.length;
      counters.messages += 1;
      counters.bytes += frame.length;
      wire.send(frame, pump);
    }
  }

  function makeRoom(): void {
    if (bytes > limitBytes) pump();
    while (bytes > limitBytes) {
      const at = queue.findIndex(({ mayDrop }) => mayDrop);
      if (at < 0) return overflow();
      bytes -= queue.splice(at, 1).reduce((sum, { frame }) => sum + frame.length, 0);
      counters.drops += 1;
    }
  }

  return {
    push(frame, mayDrop) {
      if (closed) return;
      queue.push({ frame, mayDrop });
      bytes += frame.length;
      makeRoom();
      if (!closed) askForTurn();
    },

    empty() {
      if (closed) return Promise.reject(new Error('the session has ended'));
      if (queue.length === 0 && wire.waitingBytes() < WIRE_BYTES) return Promise.resolve();
      idle ??= Promise.withResolvers();
      return idle.promise;
    },

    close() {
      pump();
      closed = true;
      queue.length = 0;
      bytes = 0;
      idle?.reject(new Error('the session has ended'));
      idle = undefined;
    },
  };
}
