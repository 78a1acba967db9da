import type { Subscriber } from '../../api/live/subscriber.ts';

export interface Delivered {
  readonly type: 'snapshot' | 'delta' | 'miss' | 'fail';
  readonly token?: string;
  readonly data?: unknown;
  readonly reason?: string;
}

/** Keeps all that a topic tells it; `hold` makes it slow. */
export function recordingSubscriber() {
  const got: Delivered[] = [];
  let held: PromiseWithResolvers<void> | undefined;
  const subscriber: Subscriber = {
    deliver(type, body) {
      const { token, data } = JSON.parse(`{${body.toString()}`) as { token: string; data: unknown };
      got.push({ type, token, data });
    },
    miss: (reason) => void got.push({ type: 'miss', reason }),
    fail: (problem) => void got.push({ type: 'fail', reason: problem.code }),
    ready: () => held?.promise ?? Promise.resolve(),
  };
  return {
    subscriber,
    got,
    hold: () => void (held = Promise.withResolvers()),
    release: () => held?.resolve(),
    /** Native ids in the order they came. */
    ids: () =>
      got
        .flatMap(({ data }) => (data as { items?: { native_id: string }[] }).items ?? [])
        .map((item) => item.native_id),
  };
}
