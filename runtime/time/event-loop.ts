import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How late this thread's event loop is: what somebody waits whose turn has come. */
export interface EventLoopDelay {
  /** Since the last call, in ms; zeros where nothing was sampled yet. */
  take(): { readonly mean: number; readonly p99: number; readonly max: number };
  stop(): void;
}

const RESOLUTION_MS = 20;

export function watchEventLoop(): EventLoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  // Each sample holds the timer's own interval, too; without samples the mean is no number.
  const late = (ns: number): number => (Number.isFinite(ns) ? Math.max(0, ns / 1e6 - RESOLUTION_MS) : 0);
  return {
    take() {
      const taken = { mean: late(histogram.mean), p99: late(histogram.percentile(99)), max: late(histogram.max) };
      histogram.reset();
      return taken;
    },
    stop: () => void histogram.disable(),
  };
}
