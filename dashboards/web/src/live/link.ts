import type { ClientMessage, ServerMessage } from '../../../../api/schemas/live.ts';
import type { Ambient, Socket } from '../ambient.ts';
import { backoffMs } from './backoff.ts';

export type LinkState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** `attempt` counts the tries since it was last open; `since` is when it went. */
  | { readonly kind: 'waiting'; readonly attempt: number; readonly since: number };

/** A socket to `/v1/live` that comes back by itself for as long as the page is open. */
export interface Link {
  state(): LinkState;
  listen(told: () => void): () => void;
  /** Lost while the link is not open: whoever subscribes does it again in `onOpen`. */
  send(message: ClientMessage): void;
}

export interface LinkOptions {
  /** The server said hello: what was asked before is forgotten there. */
  onOpen(): void;
  onMessage(message: Exclude<ServerMessage, { type: 'hello' }>): void;
  /** Nothing was asked for, or all was refused: then silence means nothing. */
  mayBeSilent(): boolean;
}

const PATH = '/v1/live';
/** A server that is there says something every 5 s, the status. Its heartbeats no script of a page hears. */
const SILENT_MS = 12_000;
/** One that begins may have much to do. */
const SILENT_BEFORE_HELLO_MS = 30_000;

const nothing = (): void => undefined;

export function createLink(
  { onOpen, onMessage, mayBeSilent }: LinkOptions,
  deps: Pick<Ambient, 'now' | 'random' | 'later' | 'openSocket'>,
): Link {
  const listeners = new Set<() => void>();
  let state: LinkState = { kind: 'connecting' };
  let socket: Socket | undefined;
  let lostAt = deps.now();
  let attempt = 0;
  let stopSilence = nothing;

  const tell = (): void => {
    for (const told of listeners) told();
  };
  const hear = (message: ServerMessage): void => {
    if (message.type !== 'hello') return onMessage(message);
    attempt = 0;
    state = { kind: 'open' };
    onOpen();
    tell();
  };
  const watchSilence = (opened: Socket): void => {
    stopSilence();
    const afterMs = state.kind === 'open' ? SILENT_MS : SILENT_BEFORE_HELLO_MS;
    stopSilence = deps.later(
      () => (state.kind === 'open' && mayBeSilent() ? watchSilence(opened) : lose(opened)),
      afterMs,
    );
  };
  /** Closed, refused, or silent: all the same to us. */
  const lose = (lost: Socket): void => {
    if (lost !== socket) return;
    if (state.kind === 'open') lostAt = deps.now();
    socket = undefined;
    stopSilence();
    lost.close();
    attempt += 1;
    deps.later(open, backoffMs(attempt, deps.random()));
    state = { kind: 'waiting', attempt, since: lostAt };
    tell();
  };
  const open = (): void => {
    const opened: Socket = deps.openSocket(PATH, {
      onText(text) {
        if (opened !== socket) return;
        hear(JSON.parse(text) as ServerMessage);
        watchSilence(opened);
      },
      onClose: () => lose(opened),
    });
    socket = opened;
    watchSilence(opened);
  };
  open();
  return {
    state: () => state,
    listen(told) {
      listeners.add(told);
      return () => void listeners.delete(told);
    },
    send(message) {
      if (state.kind !== 'open' || socket === undefined) return;
      socket.send(JSON.stringify(message));
      // The answer has its time from now on, also where nothing was asked for a while.
      watchSilence(socket);
    },
  };
}
