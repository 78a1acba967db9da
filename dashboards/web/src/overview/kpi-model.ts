import type { Kpi } from '../../../../api/schemas/answers.ts';
import type { KpisAnswer } from '../live/protocol.ts';

/** What a rise means to whoever reads the card: colour follows the meaning, never the direction. */
export type RiseMeans = 'good' | 'bad' | 'nothing';

export interface Delta {
  readonly direction: 'up' | 'down' | 'same';
  readonly tone: 'good' | 'bad' | 'neutral';
  /** Counts change by a part of themselves, shares by points. */
  readonly kind: 'part' | 'points';
  /** Absolute: 0.31 is 31 %, or 31 points. */
  readonly size: number;
}

export interface DeltaRules {
  readonly kind: Delta['kind'];
  readonly riseMeans: RiseMeans;
  /** A change below it is within the noise, and gets no colour. */
  readonly noise?: number;
}

/** Undefined without a comparison, and where there is nothing earlier: no data is not 0 %. */
export function deltaOf({ delta, previous }: Kpi, { kind, riseMeans, noise = 0 }: DeltaRules): Delta | undefined {
  if (delta === null || previous === null || (kind === 'part' && previous === 0)) return undefined;
  const size = kind === 'part' ? Math.abs(delta) / Math.abs(previous) : Math.abs(delta);
  const direction = delta === 0 ? 'same' : delta > 0 ? 'up' : 'down';
  const isNews = direction !== 'same' && Math.abs(delta) > noise && riseMeans !== 'nothing';
  const isGood = (direction === 'up') === (riseMeans === 'good');
  return { direction, kind, size, tone: isNews ? (isGood ? 'good' : 'bad') : 'neutral' };
}

/** Half of the 95 % interval: the ± behind a share. */
export function marginOf(interval: readonly [number, number] | null): number | undefined {
  return interval === null ? undefined : (interval[1] - interval[0]) / 2;
}

/** The steps of a sparkline with their begin, for the table. */
export function stepsOf(kpi: Kpi, { sparkline_from: from, sparkline_step_s: stepS }: KpisAnswer): readonly Step[] {
  const startOf = (index: number): string => new Date(Date.parse(from) + index * stepS * 1000).toISOString();
  return kpi.sparkline.map((value, index) => ({ start: startOf(index), value }));
}

export interface Step {
  /** ISO, UTC. */
  readonly start: string;
  readonly value: number | null;
}

type Voice = KpisAnswer['kpis']['share_of_voice'][number];

/** The watch whose share the card shows: the one that is looked at, else the loudest. */
export function voiceOf({ kpis }: KpisAnswer, watches: readonly string[]): Voice | undefined {
  const [only, ...others] = watches;
  const voices = kpis.share_of_voice;
  return only !== undefined && others.length === 0 ? voices.find(({ watch }) => watch === only) : voices[0];
}
