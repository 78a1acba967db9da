import type { Formats } from './charts/format.ts';
import { useChartSettings } from './charts/settings.ts';

/** Numbers and times as the charts write them, in the page's zone. */
export function useFormats(): Formats {
  return useChartSettings().formats;
}
