import { describe, expect, test } from 'vitest';
import { fakeAmbient } from '../testing/fake-ambient.ts';
import { answerKey } from './answer-key.ts';
import { createAsk } from './ask.ts';

const { signal } = new AbortController();
const QUESTION = { path: '/v1/kpis', filter: { watch: ['b', 'a'], range: '1h' } } as const;

function asking(response: () => Response | Promise<Response>) {
  const ambient = fakeAmbient();
  ambient.answer = response;
  return { ambient, ask: createAsk(ambient) };
}

describe('a question', () => {
  test('has its parameters in the order of their names, a list repeated', async () => {
    const { ambient, ask } = asking(() => Response.json({ kpis: 1 }));
    await expect(ask(QUESTION, signal)).resolves.toEqual({ kpis: 1 });
    expect(ambient.asked).toEqual(['/v1/kpis?range=1h&watch=b&watch=a']);
    expect(answerKey(QUESTION)).toEqual(['/v1/kpis', '?range=1h&watch=b&watch=a']);
  });

  test('that the API refuses fails with its problem', async () => {
    const problem = { title: 'The store is busy', detail: 'Try again.', request_id: 'r1', code: 'store-busy' };
    const { ask } = asking(() => Response.json(problem, { status: 503 }));
    await expect(ask(QUESTION, signal)).rejects.toMatchObject({
      reason: { kind: 'problem', status: 503, title: 'The store is busy', detail: 'Try again.', requestId: 'r1' },
      isPassing: true,
    });
  });

  test('that somebody else answers fails with the status', async () => {
    const { ask } = asking(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    await expect(ask(QUESTION, signal)).rejects.toMatchObject({ reason: { kind: 'unreadable', status: 502 } });
  });

  test('that nobody answers fails as unreachable, and may pass', async () => {
    const { ask } = asking(() => Promise.reject(new TypeError('fetch failed')));
    await expect(ask(QUESTION, signal)).rejects.toMatchObject({ reason: { kind: 'unreachable' }, isPassing: true });
  });

  test('that was taken back ends with the reason for it', async () => {
    const taken = AbortSignal.abort(new Error('another filter'));
    const { ask } = asking(() => Promise.reject(new TypeError('aborted')));
    await expect(ask(QUESTION, taken)).rejects.toThrow('aborted');
  });
});
