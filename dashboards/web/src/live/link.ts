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
  /** Nothing was asked for: then silence means nothing. */
  mayBeSilent(): boolean;
}

const PATH = '/v1/live';
/** A server that is there says something in every heartbeat: the status comes each 5 s. */
const SILENT_HEARTBEATS = 2;
const FIRST_HEARTBEAT_S = 15;

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
  let silentAfterMs = FIRST_HEARTBEAT_S * SILENT_HEARTBEATS * 1000;
  let stopSilence = nothing;

  const tell = (): void => {
    for (const told of listeners) told();
  };
  const hear = (message: ServerMessage): void => {
    if (message.type !== 'hello') return onMessage(message);
    attempt = 0;
    silentAfterMs = message.heartbeat_s * SILENT_HEARTBEATS * 1000;
    state = { kind: 'open' };
    onOpen();
    tell();
  };
  const watchSilence = (opened: Socket): void => {
    stopSilence();
    stopSilence = deps.later(() => (mayBeSilent() ? watchSilence(opened) : lose(opened)), silentAfterMs);
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
      if (state.kind === 'open') socket?.send(JSON.stringify(message));
    },
  };
}
