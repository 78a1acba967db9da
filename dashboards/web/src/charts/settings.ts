import { createContext, use } from 'react';
import { type Formats, formatsOf } from './format.ts';
import { type ChartTexts, ENGLISH } from './texts.ts';

/** How the page writes numbers and times, and in which words: the same for every chart on it. */
export interface ChartSettings {
  readonly formats: Formats;
  readonly texts: ChartTexts;
}

export const ChartSettingsContext = createContext<ChartSettings>({
  formats: formatsOf({ locale: 'en-GB', timeZone: 'UTC' }),
  texts: ENGLISH,
});

export function useChartSettings(): ChartSettings {
  return use(ChartSettingsContext);
}
