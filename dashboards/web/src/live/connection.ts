import type { Ambient, Socket } from '../ambient.ts';
import { backoffMs } from './backoff.ts';
import type { Channel, ClientMessage, ServerMessage } from '../../../../api/schemas/live.ts';
import type { Filter, Update } from './protocol.ts';

export type LinkState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open'; readonly since: number }
  /** `attempt` counts the tries since it was last open; `since` is when it went. */
  | { readonly kind: 'waiting'; readonly attempt: number; readonly since: number };

export interface Subscriber {
  readonly channel: Channel;
  readonly filter: Filter;
  /** Every snapshot and delta, in order, without a gap between two snapshots. */
  onUpdate(update: Update): void;
  /** The server will not serve this subscription; it is gone until the next connection. */
  onRefused(detail: string): void;
}

/** One WebSocket for the whole page. It comes back by itself for as long as the page is open. */
export interface Connection {
  subscribe(subscriber: Subscriber): () => void;
  state(): LinkState;
  listen(told: () => void): () => void;
  /** A person does not want to wait. */
  retryNow(): void;
}

interface Subscription extends Subscriber {
  id: string;
  seq: number;
  token: string | undefined;
}

const PATH = '/v1/live';
/** After this long out of sight the page stops asking; it goes on where it was when it is looked at again. */
const HIDDEN_MS = 60_000;
/** A server that is there says something every heartbeat, and the status at least each 5 s. */
const SILENT_HEARTBEATS = 2;
const FIRST_HEARTBEAT_S = 15;

type Deps = Pick<Ambient, 'now' | 'random' | 'later' | 'openSocket' | 'isHidden' | 'onHidden'>;

export function createConnection(deps: Deps): Connection {
  const subscriptions = new Map<string, Subscription>();
  const listeners = new Set<() => void>();
  let state: LinkState = { kind: 'connecting' };
  let socket: Socket | undefined;
  let isReady = false;
  let isAway = false;
  let nextId = 1;
  let lostAt = deps.now();
  let attempt = 0;
  let silentAfterMs = FIRST_HEARTBEAT_S * SILENT_HEARTBEATS * 1000;
  let stopSilence = (): void => undefined;
  let stopWaiting = (): void => undefined;
  let stopHiding = (): void => undefined;

  const become = (next: LinkState): void => {
    state = next;
    for (const told of listeners) told();
  };
  const send = (message: ClientMessage): void => socket?.send(JSON.stringify(message));

  /** Under a new id, so that what is still on its way for the old one cannot be taken for an answer. */
  const ask = (subscription: Subscription): void => {
    subscriptions.delete(subscription.id);
    Object.assign(subscription, { id: `s${nextId++}`, seq: 0 });
    subscriptions.set(subscription.id, subscription);
    if (!isReady || isAway) return;
    const { id, channel, filter, token } = subscription;
    send({ type: 'subscribe', id, channel, filter, ...(token !== undefined && { resume: token }) });
  };
  const askAll = (): void => {
    for (const subscription of [...subscriptions.values()]) ask(subscription);
  };

  const hear = (message: ServerMessage): void => {
    if (message.type === 'hello') {
      isReady = true;
      attempt = 0;
      silentAfterMs = message.heartbeat_s * SILENT_HEARTBEATS * 1000;
      become({ kind: 'open', since: deps.now() });
      return askAll();
    }
    const subscription = subscriptions.get(message.id);
    if (subscription === undefined) return;
    if (message.type === 'error') return subscription.onRefused(message.problem.detail);
    if (message.type === 'resume_miss') return void (subscription.token = undefined);
    const isWhole = message.type === 'snapshot';
    if (!isWhole && message.seq !== subscription.seq + 1) {
      send({ type: 'unsubscribe', id: subscription.id });
      return ask(subscription);
    }
    Object.assign(subscription, { seq: message.seq, token: message.token });
    subscription.onUpdate({ isWhole, data: message.data });
  };

  const watchSilence = (opened: Socket): void => {
    stopSilence();
    stopSilence = deps.later(() => gone(opened), silentAfterMs);
  };

  /** Closed, refused, or silent: all the same to us. */
  const gone = (lost: Socket): void => {
    if (lost !== socket) return;
    if (state.kind === 'open') lostAt = deps.now();
    socket = undefined;
    isReady = false;
    stopSilence();
    lost.close();
    attempt += 1;
    become({ kind: 'waiting', attempt, since: lostAt });
    stopWaiting = deps.later(open, backoffMs(attempt, deps.random()));
  };

  const open = (): void => {
    stopWaiting();
    const opened = deps.openSocket(PATH);
    socket = opened;
    watchSilence(opened);
    opened.onmessage = ({ data }) => {
      if (opened !== socket) return;
      watchSilence(opened);
      hear(JSON.parse(String(data)) as ServerMessage);
    };
    opened.onclose = () => gone(opened);
  };

  deps.onHidden(() => {
    stopHiding();
    if (deps.isHidden()) {
      stopHiding = deps.later(() => {
        isAway = true;
        if (isReady) for (const { id } of subscriptions.values()) send({ type: 'unsubscribe', id });
      }, HIDDEN_MS);
    } else if (isAway) {
      isAway = false;
      askAll();
    }
  });
  open();

  return {
    subscribe(subscriber) {
      const subscription: Subscription = { ...subscriber, id: '', seq: 0, token: undefined };
      ask(subscription);
      return () => {
        subscriptions.delete(subscription.id);
        if (isReady && !isAway) send({ type: 'unsubscribe', id: subscription.id });
      };
    },
    state: () => state,
    listen(told) {
      listeners.add(told);
      return () => void listeners.delete(told);
    },
    retryNow() {
      if (state.kind === 'waiting' && socket === undefined) open();
    },
  };
}
