import type { Channel, ServerMessage } from '../../../../api/schemas/live.ts';
import type { Ambient } from '../ambient.ts';
import { createLink, type LinkState } from './link.ts';
import type { Filter, Update } from './protocol.ts';

export interface Subscriber {
  readonly channel: Channel;
  readonly filter: Filter;
  /** Every snapshot and delta, in order, without a gap between two snapshots. */
  onUpdate(update: Update): void;
  /** The server will not serve this subscription; it is gone until the next connection. */
  onRefused(detail: string): void;
}

/** The subscriptions of the whole page, over one link. They outlive it: each goes on behind the last message that it saw. */
export interface Connection {
  subscribe(subscriber: Subscriber): () => void;
  state(): LinkState;
  listen(told: () => void): () => void;
}

interface Subscription extends Subscriber {
  id: string;
  seq: number;
  token: string | undefined;
  isRefused: boolean;
}

/** After this long out of sight the page stops asking; it goes on where it was when it is looked at again. */
const HIDDEN_MS = 60_000;

const nothing = (): void => undefined;

type Deps = Pick<Ambient, 'now' | 'random' | 'later' | 'openSocket' | 'isHidden' | 'onHidden'>;

export function createConnection(deps: Deps): Connection {
  const subscriptions = new Map<string, Subscription>();
  let isAway = false;
  let nextId = 1;
  let stopHiding = nothing;

  const dismiss = ({ id }: Subscription): void => {
    subscriptions.delete(id);
    if (!isAway) link.send({ type: 'unsubscribe', id });
  };
  /** Under a new id, so that what is still on its way for the old one cannot be taken for an answer. */
  const ask = (subscription: Subscription): void => {
    subscriptions.delete(subscription.id);
    Object.assign(subscription, { id: `s${nextId++}`, seq: 0, isRefused: false });
    subscriptions.set(subscription.id, subscription);
    if (isAway) return;
    const { id, channel, filter, token } = subscription;
    link.send({ type: 'subscribe', id, channel, filter, ...(token !== undefined && { resume: token }) });
  };
  const askAll = (): void => {
    const asked = Array.from(subscriptions.values());
    for (const subscription of asked) ask(subscription);
  };
  const hear = (message: Exclude<ServerMessage, { type: 'hello' }>): void => {
    const subscription = subscriptions.get(message.id);
    if (subscription === undefined) return;
    if (message.type === 'error') {
      subscription.isRefused = true;
      return subscription.onRefused(message.problem.detail);
    }
    // A snapshot follows, and so does its token.
    if (message.type === 'resume_miss') return;
    if (message.type === 'delta' && message.seq !== subscription.seq + 1) {
      dismiss(subscription);
      return ask(subscription);
    }
    Object.assign(subscription, { seq: message.seq, token: message.token });
    subscription.onUpdate({ isWhole: message.type === 'snapshot', data: message.data });
  };
  const mayBeSilent = (): boolean => isAway || [...subscriptions.values()].every(({ isRefused }) => isRefused);
  const link = createLink({ onOpen: askAll, onMessage: hear, mayBeSilent }, deps);

  const leave = (): void => {
    for (const { id } of subscriptions.values()) link.send({ type: 'unsubscribe', id });
    isAway = true;
  };
  deps.onHidden(() => {
    stopHiding();
    if (deps.isHidden()) {
      stopHiding = deps.later(leave, HIDDEN_MS);
    } else if (isAway) {
      isAway = false;
      askAll();
    }
  });

  return {
    subscribe(subscriber) {
      const subscription: Subscription = { ...subscriber, id: '', seq: 0, token: undefined, isRefused: false };
      ask(subscription);
      return () => dismiss(subscription);
    },
    state: link.state,
    listen: link.listen,
  };
}
