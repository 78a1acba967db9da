import type { View } from './view.ts';

/** What a text in the search box stands for: words of the texts, or behind an @ the author. Nothing typed takes the words back. */
export function searched(typed: string): Partial<View> {
  const text = typed.trim();
  const author = /^@(.+)$/s.exec(text)?.[1];
  if (author !== undefined) return { author, q: undefined };
  return { q: text === '' || text === '@' ? undefined : text };
}
