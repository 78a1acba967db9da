import type { Mention } from '../schemas/answers.ts';
import { byListOrder } from './mention-shape.ts';

/** The newest mentions in the order of the list, each once. */
export function newestMentions(size: number) {
  let kept: readonly Mention[] = [];
  return {
    add(mentions: readonly Mention[]): void {
      const ids = new Set(kept.map(({ id }) => id));
      const fresh = mentions.filter(({ id }) => !ids.has(id) && ids.add(id));
      kept = [...kept, ...fresh].toSorted(byListOrder).slice(0, size);
    },
    all: (): readonly Mention[] => kept,
  };
}
