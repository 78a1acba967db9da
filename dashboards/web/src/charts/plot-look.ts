import type { Formats } from './format.ts';
import type { Period, Threshold, TimeBand } from './points.ts';

/** What may change without a new plot; read at every drawing. */
export interface PlotLook {
  readonly period: Period | undefined;
  readonly bands: readonly TimeBand[];
  readonly threshold: Threshold | undefined;
  readonly formats: Formats;
  readonly format: (value: number) => string;
}
