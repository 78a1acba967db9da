import type { WebSocket } from 'ws';
import type { Clock } from '../../runtime/time/clock.ts';
import { isoOf, SECOND_MS } from '../../schemas/instants.ts';
import { ApiProblem, problemBody, problemOf } from '../problems.ts';
import { type ClientMessage, clientMessage, CLOSE_CODES, type ServerMessage } from '../schemas/live.ts';
import { allowance } from './allowance.ts';
import type { LiveCounters } from './counters.ts';
import { failureOf, type Report } from './failure.ts';
import type { Hub } from './hub.ts';
import { createOutbox } from './outbox.ts';
import type { Subscriber } from './subscriber.ts';
import { validated } from './validated.ts';

export interface SessionDeps {
  readonly id: string;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly counters: LiveCounters;
  readonly report: Report;
  /** See OutboxOptions; shared by all sessions. */
  turn(work: () => void): void;
}

const HEARTBEAT_S = 15;
const MOST_SUBSCRIPTIONS = 32;
const OUTBOX_BYTES = 1_048_576;
/** Messages a second from a client; each may be a question to the store. */
const MESSAGES = 20;
const SAVE_S = 5;
/** What a close frame can carry, with room for characters of two bytes. */
const REASON_BYTES = 60;

type End = keyof typeof CLOSE_CODES;
const check = validated(clientMessage, 'body');

export interface Session {
  end(why: End, text: string): void;
}

/** One browser. Ends with its socket. */
export function openSession(socket: WebSocket, deps: SessionDeps): Session {
  const { id: session, hub, clock, counters, report } = deps;
  const over = new AbortController();
  const subscriptions = new Map<string, () => void>();
  const asked = allowance(MESSAGES, SAVE_S);
  const outbox = createOutbox(
    { limitBytes: OUTBOX_BYTES, overflow: endSlow, turn: deps.turn },
    { send: (frame, done) => socket.send(frame, { binary: false }, done), waitingBytes: () => socket.bufferedAmount },
    counters,
  );
  let isAlive = true;
  let heardAt = clock.now();

  function say(message: ServerMessage): void {
    outbox.push(Buffer.from(JSON.stringify(message)), false);
  }

  function hear(text: string): void {
    asked.pass(clock.now() - heardAt);
    heardAt = clock.now();
    if (asked.take(1) === 0) return end('tooMany', 'too many messages');
    let message: ClientMessage;
    try {
      message = check(JSON.parse(text));
    } catch (error) {
      return end('malformed', error instanceof SyntaxError ? 'not JSON' : problemOf(error).message);
    }
    leave(message.id);
    if (message.type === 'subscribe') subscribe(message);
  }

  function subscribe({ id, channel, filter, resume }: ClientMessage & { type: 'subscribe' }): void {
    if (subscriptions.size >= MOST_SUBSCRIPTIONS) {
      counters.refused += 1;
      fail(id, new ApiProblem('live-limit', `A session has at most ${MOST_SUBSCRIPTIONS} subscriptions.`));
      return end('tooMany', 'too many subscriptions');
    }
    try {
      const left = new AbortController();
      const leaving = hub.subscribe({ channel, filter, resume }, subscriberOf(id, channel !== 'mentions', left.signal));
      subscriptions.set(id, () => {
        left.abort(new Error('the subscription has ended'));
        leaving();
      });
      counters.subscriptions += 1;
    } catch (error) {
      fail(id, failureOf(error, report));
    }
  }

  function subscriberOf(id: string, mayDrop: boolean, left: AbortSignal): Subscriber {
    let seq = 0;
    return {
      deliver(type, body) {
        if (left.aborted) return;
        seq += 1;
        outbox.push(
          Buffer.concat([Buffer.from(`{"type":"${type}","id":${JSON.stringify(id)},"seq":${seq},`), body]),
          mayDrop,
        );
      },
      miss: (reason) => say({ type: 'resume_miss', id, reason }),
      fail(problem) {
        leave(id);
        fail(id, problem);
      },
      async ready() {
        await outbox.empty();
        left.throwIfAborted();
      },
    };
  }

  function fail(id: string, problem: ApiProblem): void {
    say({ type: 'error', id, problem: problemOfSession(problem) });
  }

  function problemOfSession(problem: ApiProblem) {
    const { errors = [], ...body } = problemBody(problem, '/v1/live', session);
    return errors.length === 0 ? body : { ...body, errors: [...errors] };
  }

  function leave(id: string): void {
    const leaving = subscriptions.get(id);
    if (leaving === undefined) return;
    subscriptions.delete(id);
    counters.subscriptions -= 1;
    leaving();
  }

  function endSlow(): void {
    counters.slow += 1;
    outbox.close();
    const problem = problemOfSession(
      new ApiProblem('slow-consumer', 'You read slower than mentions come. Go on behind your last token.'),
    );
    for (const id of subscriptions.keys())
      socket.send(JSON.stringify({ type: 'error', id, problem } satisfies ServerMessage));
    end('slow', 'slow consumer');
  }

  function end(why: End, text: string): void {
    release();
    socket.close(CLOSE_CODES[why], text.slice(0, REASON_BYTES));
  }

  function release(): void {
    for (const id of subscriptions.keys()) leave(id);
    outbox.close();
    over.abort(new Error('the session has ended'));
  }

  async function beat(): Promise<void> {
    for (;;) {
      await clock.sleep(HEARTBEAT_S * SECOND_MS, over.signal);
      if (!isAlive) return socket.terminate();
      isAlive = false;
      socket.ping();
    }
  }

  counters.sessions += 1;
  socket.on('message', (data, isBinary) => {
    if (over.signal.aborted) return;
    if (isBinary || !Buffer.isBuffer(data)) end('malformed', 'text frames only');
    else hear(data.toString());
  });
  socket.on('pong', () => (isAlive = true));
  socket.on('error', () => undefined); // it closes then
  socket.once('close', () => {
    counters.sessions -= 1;
    release();
  });
  beat().catch(() => undefined);
  say({ type: 'hello', session, heartbeat_s: HEARTBEAT_S, server_time: isoOf(clock.now()) });
  return { end };
}
