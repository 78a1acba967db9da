import type { Metrics } from '../runtime/metrics.ts';
import type { Clock } from '../runtime/time/clock.ts';
import type { EventLoopDelay } from '../runtime/time/event-loop.ts';
import { ApiProblem } from './problems.ts';
import type { ApiServer } from './server.ts';

export interface LoadDeps {
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly loop: EventLoopDelay;
}

/** The event loop is looked at this often, when a request comes. */
const SAMPLE_MS = 1_000;
/** So late on average, whoever is answered has waited long, and whoever waits asks again. */
const FULL_MS = 500;

/** Counts and times every request, and refuses new ones while the event loop is far behind; `mayPass`: those that ask just that. */
export function watchLoad(server: ApiServer, deps: LoadDeps, mayPass: (url: string) => boolean): void {
  const { metrics } = deps;
  const isFull = loopCheck(deps);
  let inFlight = 0;
  metrics.onRead(() => metrics.set('httpInFlight', inFlight));
  server.addHook('onRequest', async ({ url }) => {
    inFlight++;
    if (!isFull() || mayPass(url)) return;
    metrics.add('httpOverloaded');
    throw new ApiProblem('overloaded', 'There is more to do than can be done now. Try again in a moment.');
  });
  server.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    inFlight--;
    const labels = { method, route: routeOptions.url ?? 'none', status: String(reply.statusCode) };
    metrics.observe('httpDuration', reply.elapsedTime / 1000, labels);
  });
}

/** Samples when asked, and keeps the worst for whoever reads the metrics: that is a request, too, so what it reads is a second old at most. */
function loopCheck({ clock, metrics, loop }: LoadDeps): () => boolean {
  let sampledAt = clock.now();
  let isFull = false;
  let worst = { mean: 0, p99: 0, max: 0 };
  function sample(): void {
    sampledAt = clock.now();
    const { mean, p99, max } = loop.take();
    isFull = mean >= FULL_MS;
    worst = { mean: Math.max(worst.mean, mean), p99: Math.max(worst.p99, p99), max: Math.max(worst.max, max) };
  }
  // No sample here: over the moment since the last one a single pause, or none, would decide who is refused.
  metrics.onRead(() => {
    for (const [statistic, ms] of Object.entries(worst)) metrics.set('loopDelay', ms / 1000, { statistic });
    worst = { mean: 0, p99: 0, max: 0 };
  });
  return () => {
    if (clock.now() - sampledAt >= SAMPLE_MS) sample();
    return isFull;
  };
}
