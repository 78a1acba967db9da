import type { Metrics } from '../../runtime/metrics.ts';
import type { ApiServer } from '../server.ts';

/** What the live hub has done so far; sessions and subscriptions are those of now. */
export interface LiveCounts {
  readonly sessions: number;
  readonly subscriptions: number;
  readonly drops: number;
  readonly messages: number;
  readonly bytes: number;
}

export interface MetricsDeps {
  readonly metrics: Metrics;
  readonly live?: () => LiveCounts;
}

/** For Prometheus, behind the same guard as everything else. */
export function metricsRoutes(server: ApiServer, { metrics, live }: MetricsDeps): void {
  metrics.onRead(() => {
    const { user, system } = process.cpuUsage();
    metrics.set('cpu', (user + system) / 1e6);
    metrics.set('residentMemory', process.memoryUsage.rss());
    if (live === undefined) return;
    const { sessions, subscriptions, drops, messages, bytes } = live();
    metrics.set('liveSessions', sessions);
    metrics.set('liveSubscriptions', subscriptions);
    metrics.set('liveDropped', drops);
    metrics.set('liveMessages', messages);
    metrics.set('liveBytes', bytes);
  });
  server.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    const { text, type } = await metrics.read();
    return reply.type(type).send(text);
  });
}
