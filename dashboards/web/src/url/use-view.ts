import { useMemo } from 'react';
import { usePage } from '../page.ts';
import { type Parameters, parametersOf } from './parameters.ts';
import { useUrlState } from './use-url-state.ts';
import { VIEW, type View } from './view.ts';

export interface UsedView {
  readonly view: View;
  readonly change: (patch: Partial<View>, how?: { readonly replace?: boolean }) => void;
  readonly parameters: Parameters;
  readonly timeZone: string;
  /** The period ends now, so the live connection can move it on. */
  readonly isLive: boolean;
}

export function useView(): UsedView {
  const { ambient } = usePage();
  const [view, change] = useUrlState(VIEW);
  const timeZone = view.tz ?? ambient.timeZone;
  const parameters = useMemo(() => parametersOf(view, timeZone), [view, timeZone]);
  return { view, change, parameters, timeZone, isLive: view.to === undefined };
}
