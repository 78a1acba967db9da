import type { PipelineStatus } from '../../../../api/schemas/answers.ts';
import type { Pill } from '../live/pill.ts';

type Source = PipelineStatus['sources'][number];

/** What is wrong with everything on the page. One at a time: of two that hold, the one that explains the other. */
export type Note =
  | { readonly kind: 'offline'; readonly since: number }
  | { readonly kind: 'stalled'; readonly reason: string }
  /** A demo begins with days that it makes up. */
  | { readonly kind: 'making'; readonly progress: string }
  | { readonly kind: 'partial'; readonly live: number; readonly away: readonly Source[] };

/** `sources`: undefined where the server does not say how they are. */
export function noteOf(pill: Pill, sources: readonly Source[] | undefined): Note | undefined {
  if (pill.kind === 'offline' || pill.kind === 'stalled') return pill;
  const away = awayOf(sources);
  if (away.length === 0) return undefined;
  const progress = /^history, (\S+ of \S+ days)/.exec(away[0]?.detail ?? '')?.[1];
  if (progress !== undefined && away.length === 1) return { kind: 'making', progress };
  return { kind: 'partial', live: (sources?.length ?? 0) - away.length, away };
}

export function awayOf(sources: readonly Source[] = []): readonly Source[] {
  return sources.filter(({ state }) => state !== 'live');
}
