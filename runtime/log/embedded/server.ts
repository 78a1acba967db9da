import type { MessagePort } from 'node:worker_threads';
import { decode } from '../../../schemas/bytes.ts';
import { carriedError } from '../../carried-error.ts';
import type { Engine } from './engine.ts';
import type { Question, Reply, Request } from './protocol.ts';
import { namedUnits } from './unit-codec.ts';

/**
 * Answers one client of another thread, beside the engine. Whatever arrives between two turns of the event loop joins the same
 * group commit. Ends when the client closes its end.
 */
export function serveEngine(engine: Engine, port: MessagePort): void {
  const send = (reply: Reply): void => port.postMessage(reply);
  const tell = (): void =>
    send(
      engine.failure === undefined ? { kind: 'committed' } : { kind: 'failed', error: carriedError(engine.failure) },
    );
  port.on('message', ({ id, question }: Request) => {
    answer(engine, question).then(
      (value) => send({ kind: 'answer', id, value }),
      (error: unknown) => send({ kind: 'refusal', id, error: carriedError(error) }),
    );
  });
  port.on('close', engine.bell.listen(tell));
}

async function answer(engine: Engine, question: Question): Promise<unknown> {
  switch (question.ask) {
    case 'append':
      return engine.append(question.to, question.chunk);
    case 'commit':
      return engine.commit(decode(namedUnits, question.units));
    case 'create-timeline':
      return engine.createTimeline(question.wish);
    case 'retain':
      return engine.retain(question.now);
  }
}
