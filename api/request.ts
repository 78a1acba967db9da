import { type Period, periodOf, type AskedPeriod } from './period.ts';
import { createReader } from './reader.ts';
import { anchorOf, type Scope, scopeOf } from './scope.ts';
import type { StoreReads } from './store-lane.ts';
import type { Timelines } from './timelines.ts';
import { timeZoneOf } from './time-zone.ts';
import type { Clock } from '../runtime/time/clock.ts';
import { isoOf, type Instant } from '../schemas/instants.ts';
import type { Meta } from './schemas/answers.ts';

/** The present of a timeline whose time is not the clock's. */
export interface Present {
  readonly at: Instant;
  /** How many times as fast as the clock it runs. */
  readonly rate: number;
}

export interface RequestDeps {
  readonly client: StoreReads;
  readonly clock: Clock;
  readonly workspace: string;
  readonly timelines: Timelines;
  /** See ApiOptions and ApiDeps. */
  readonly home?: string;
  present?(timeline: string): Present | undefined;
}

export interface AskedScope extends AskedPeriod {
  readonly timeline?: string;
  readonly tz?: string;
}

/** What every query function gets: whose rows, when, in which zone. */
export interface Asked {
  readonly scope: Scope;
  readonly period: Period;
  readonly tz: string;
}

export interface Begun extends Asked {
  /** What the answer cost until now. `period` where the answer is about another one than was asked for. */
  meta(period?: Period): Meta;
}

export async function beginRequest(query: AskedScope, deps: RequestDeps, signal: AbortSignal): Promise<Begun> {
  const { client, clock } = deps;
  const begun = clock.now();
  const tz = timeZoneOf(query.tz ?? 'UTC');
  const reader = createReader(client, signal);
  const scope = await scopeOf(reader, deps, query.timeline ?? deps.home);
  const asked = periodOf(query, deps.present?.(scope.timeline)?.at ?? anchorOf(scope, begun));
  return {
    scope,
    period: asked,
    tz,
    meta: (period = asked) => ({
      rows_read: reader.rowsRead,
      elapsed_ms: clock.now() - begun,
      watermark: isoOrNull(scope.watermark),
      timeline: scope.timeline,
      tz,
      from: isoOf(period.from),
      to: isoOf(period.to),
    }),
  };
}

export function isoOrNull(instant: number | null): string | null {
  return instant === null ? null : isoOf(instant);
}
