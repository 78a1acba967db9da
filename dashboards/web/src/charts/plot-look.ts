import type { Formats } from './format.ts';
import type { Period } from './points.ts';

/** What may change without a new plot; read at every drawing. */
export interface PlotLook {
  readonly period: Period | undefined;
  readonly formats: Formats;
}
