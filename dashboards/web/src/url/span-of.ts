import { lengthOf } from './length-of.ts';
import { USUAL_RANGE, type View } from './view.ts';

/** Begin and end of what a view shows, ms since 1970, where `now` ends a period without an end. */
export function spanOf({ range, from, to }: Partial<Pick<View, 'range' | 'from' | 'to'>>, now: number) {
  const end = to === undefined ? now : Date.parse(to);
  return { from: from === undefined ? end - lengthOf(range ?? USUAL_RANGE) : Date.parse(from), to: end };
}
