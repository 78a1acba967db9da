import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/**
 * Every metric, once. Labels have few values: routes as they were declared, lanes, outcomes; never what somebody wrote. Names end in
 * their unit, counters in `_total`.
 */
const METRICS = {
  httpDuration: {
    kind: 'histogram',
    name: 'tideline_http_request_duration_seconds',
    help: 'From the first byte of a request to the last of its answer, by route: rate, errors and duration.',
    labels: ['method', 'route', 'status'],
  },
  httpInFlight: {
    kind: 'gauge',
    name: 'tideline_http_requests_in_flight',
    help: 'Requests that were not answered yet.',
    labels: [],
  },
  httpOverloaded: {
    kind: 'counter',
    name: 'tideline_http_requests_overloaded_total',
    help: 'Requests refused because the event loop was late.',
    labels: [],
  },
  storeDuration: {
    kind: 'histogram',
    name: 'tideline_store_query_duration_seconds',
    help: 'From the start of a query, its waiting excluded, to the last byte of its answer.',
    labels: ['lane', 'outcome'],
  },
  storeRunning: {
    kind: 'gauge',
    name: 'tideline_store_queries_running',
    help: 'Queries in the store.',
    labels: ['lane'],
  },
  storeWaiting: {
    kind: 'gauge',
    name: 'tideline_store_queries_waiting',
    help: 'Queries that wait for a place in their lane.',
    labels: ['lane'],
  },
  storeRefused: {
    kind: 'counter',
    name: 'tideline_store_queries_refused_total',
    help: 'Queries refused because their lane was full for too long.',
    labels: ['lane'],
  },
  loopDelay: {
    kind: 'gauge',
    name: 'tideline_event_loop_delay_seconds',
    help: 'How late the event loop was since the last reading of the metrics.',
    labels: ['statistic'],
  },
  residentMemory: {
    kind: 'gauge',
    name: 'process_resident_memory_bytes',
    help: 'Memory of this process; the store is another one.',
    labels: [],
  },
  cpu: {
    kind: 'counter',
    name: 'process_cpu_seconds_total',
    help: 'CPU time of this process over all its threads.',
    labels: [],
  },
  liveSessions: { kind: 'gauge', name: 'tideline_live_sessions', help: 'Open live WebSockets.', labels: [] },
  liveStreams: { kind: 'gauge', name: 'tideline_live_streams', help: 'Open streams of mentions.', labels: [] },
  liveSubscriptions: {
    kind: 'gauge',
    name: 'tideline_live_subscriptions',
    help: 'What the WebSockets follow.',
    labels: [],
  },
  liveTopics: {
    kind: 'gauge',
    name: 'tideline_live_topics',
    help: 'Different questions among the subscriptions: each is worked out once.',
    labels: [],
  },
  liveDropped: {
    kind: 'counter',
    name: 'tideline_live_dropped_total',
    help: 'Messages that slow clients did not get.',
    labels: [],
  },
  liveSlow: {
    kind: 'counter',
    name: 'tideline_live_slow_total',
    help: 'Clients sent away because they read too slowly.',
    labels: [],
  },
  liveRefused: {
    kind: 'counter',
    name: 'tideline_live_refused_total',
    help: 'WebSockets, streams and subscriptions beyond a limit.',
    labels: [],
  },
  liveMessages: { kind: 'counter', name: 'tideline_live_messages_total', help: 'Messages sent.', labels: [] },
  liveBytes: { kind: 'counter', name: 'tideline_live_bytes_total', help: 'Bytes sent.', labels: [] },
} as const satisfies Record<string, Metric>;

interface Metric {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
}

export type MetricName = keyof typeof METRICS;
type Labels = Readonly<Record<string, string>>;

/** From a hit in memory to the longest query. */
const BUCKETS_S = [0.005, 0.01, 0.025, 0.06, 0.15, 0.4, 1, 2.5, 10, 30, 120];

/** Safe to call anywhere and at any rate: a number changes, nothing is sent. */
export interface Metrics {
  /** One more of a counter. */
  add(name: MetricName, labels?: Labels): void;
  /** Puts a gauge, or a counter that somebody else keeps, to a value. */
  set(name: MetricName, value: number, labels?: Labels): void;
  /** One more observation of a histogram. */
  observe(name: MetricName, value: number, labels?: Labels): void;
  /** Called before each reading: for what is cheaper asked for than kept. */
  onRead(update: () => void): void;
  /** Everything, in the text format of Prometheus. */
  read(): Promise<{ readonly text: string; readonly type: string }>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const made = new Map(Object.entries(METRICS).map(([key, metric]) => [key, madeOf(metric, registry)]));
  const updates: (() => void)[] = [];
  const of = (name: MetricName) => made.get(name);
  return {
    add(name, labels = {}) {
      const metric = of(name);
      if (metric instanceof Counter) metric.inc(labels);
    },
    set(name, value, labels = {}) {
      const metric = of(name);
      if (metric instanceof Gauge) metric.set(labels, value);
      if (!(metric instanceof Counter)) return;
      metric.remove(labels);
      metric.inc(labels, value);
    },
    observe(name, value, labels = {}) {
      const metric = of(name);
      if (metric instanceof Histogram) metric.observe(labels, value);
    },
    onRead: (update) => void updates.push(update),
    async read() {
      for (const update of updates) update();
      return { text: await registry.metrics(), type: registry.contentType };
    },
  };
}

function madeOf({ kind, name, help, labels }: Metric, registry: Registry) {
  const common = { name, help, labelNames: [...labels], registers: [registry] };
  if (kind === 'histogram') return new Histogram({ ...common, buckets: BUCKETS_S });
  return kind === 'gauge' ? new Gauge(common) : new Counter(common);
}
