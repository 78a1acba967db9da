import type { Metrics } from '../runtime/metrics.ts';
import type { Clock } from '../runtime/time/clock.ts';
import { createSlots, type Slots } from './slots.ts';
import { createLane, type StoreReads } from './store-lane.ts';

/** How those who ask are kept from standing in one another's way. */
export interface Lanes {
  readonly client: StoreReads;
  readonly exports: StoreReads;
  readonly viewer: StoreReads;
  readonly clickhouse: Slots;
}

/** What runs at once fits the connections of the store's lanes; the viewer's two together fit what the store lets one account run. */
const LIMITS = {
  dashboards: { running: 8, waiting: 128, waitMs: 10_000 },
  exports: { running: 1, waiting: 4, waitMs: 20_000 },
  sql: { running: 3, waiting: 16, waitMs: 10_000 },
  clickhouse: { running: 5, waiting: 32, waitMs: 10_000 },
} as const;

export function createLanes(
  stores: { readonly client: StoreReads; readonly exports: StoreReads; readonly viewer: StoreReads },
  deps: { readonly clock: Clock; readonly metrics: Metrics },
): Lanes {
  const slots = (lane: keyof typeof LIMITS): Slots => createSlots({ lane, ...LIMITS[lane] }, deps);
  return {
    client: createLane(stores.client, slots('dashboards')),
    exports: createLane(stores.exports, slots('exports')),
    viewer: createLane(stores.viewer, slots('sql')),
    clickhouse: slots('clickhouse'),
  };
}
