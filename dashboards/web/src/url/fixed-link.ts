import { spanOf } from './span-of.ts';
import { writeUrl } from './url-state.ts';
import { VIEW, type View } from './view.ts';

export interface Seen {
  readonly view: View;
  /** The zone that the page shows, whoever chose it. */
  readonly timeZone: string;
  /** The timeline's, ms since 1970. */
  readonly now: number;
}

const MINUTE_MS = 60_000;

/** The address that shows somebody else, later and elsewhere, what is seen now: the period by its ends and the zone by its name. */
export function fixedLink(href: string, { view, timeZone, now }: Seen): string {
  const { from, to } = spanOf(view, now);
  const link = new URL(href);
  link.search = writeUrl(VIEW, link.search, {
    range: undefined,
    from: new Date(Math.floor(from / MINUTE_MS) * MINUTE_MS).toISOString(),
    to: new Date(Math.ceil(to / MINUTE_MS) * MINUTE_MS).toISOString(),
    tz: timeZone,
  });
  return link.href;
}
