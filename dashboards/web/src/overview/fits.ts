import type { Mention } from '../../../../api/schemas/answers.ts';
import type { View } from '../url/view.ts';

/** Whether a mention may stand in a list of this view, as far as its fields tell: words in the text are the server's to judge. */
export function fits(mention: Mention, view: View): boolean {
  const isWatched = view.watch.length === 0 || view.watch.includes(mention.watch);
  const equal = (['platform', 'class', 'lang', 'author'] as const).every(
    (name) => view[name] === undefined || view[name] === mention[name],
  );
  return isWatched && equal;
}
