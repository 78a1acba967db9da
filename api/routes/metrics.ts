import type { Metrics } from '../../runtime/metrics.ts';
import type { LiveCounters } from '../live/counters.ts';
import type { ApiServer } from '../server.ts';

export interface MetricsDeps {
  readonly metrics: Metrics;
  readonly live: Readonly<LiveCounters>;
}

/** For Prometheus, behind the same guard as everything else. */
export function metricsRoutes(server: ApiServer, { metrics, live }: MetricsDeps): void {
  metrics.onRead(() => {
    const { user, system } = process.cpuUsage();
    metrics.set('cpu', (user + system) / 1e6);
    metrics.set('residentMemory', process.memoryUsage.rss());
    metrics.set('liveSessions', live.sessions);
    metrics.set('liveStreams', live.streams);
    metrics.set('liveSubscriptions', live.subscriptions);
    metrics.set('liveTopics', live.topics);
    metrics.set('liveDropped', live.drops);
    metrics.set('liveSlow', live.slow);
    metrics.set('liveRefused', live.refused);
    metrics.set('liveMessages', live.messages);
    metrics.set('liveBytes', live.bytes);
  });
  server.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    const { text, type } = await metrics.read();
    return reply.type(type).send(text);
  });
}
