import type { Filter } from '../live/protocol.ts';
import { MENTION_FILTERS, sliceOf, USUAL_RANGE, type View } from './view.ts';

/** The parameters of `/v1` that a view stands for. A route refuses those it does not know, so each has its own set. */
export interface Parameters {
  readonly scope: Filter;
  readonly compared: Filter;
  readonly mentions: Filter;
  /** For the live list, which has no end. */
  readonly filters: Filter;
  readonly timeline: Filter;
}

export function parametersOf(view: View, timeZone: string): Parameters {
  const timeline = given({ timeline: view.timeline });
  const place = given({ ...timeline, watch: view.watch, platform: view.platform });
  const tz = { tz: view.tz ?? timeZone };
  const scope = { ...place, ...periodOf(view), ...tz };
  const chosen = given(Object.fromEntries(MENTION_FILTERS.map((name) => [name, view[name]])));
  const slice = sliceOf(view);
  return {
    timeline,
    scope,
    compared: view.compare ? { ...scope, compare: 'previous' } : scope,
    mentions: { ...place, ...chosen, ...(slice ?? periodOf(view)), ...tz },
    filters: { ...place, ...chosen },
  };
}

function periodOf({ range, from, to }: View): Filter {
  if (from === undefined) return { range: range ?? USUAL_RANGE, ...given({ to }) };
  return given({ from, to });
}

function given(all: Readonly<Record<string, string | readonly string[] | undefined>>): Filter {
  return Object.fromEntries(
    Object.entries(all).filter(
      (entry): entry is [string, string | readonly string[]] => entry[1] !== undefined && entry[1].length > 0,
    ),
  );
}
