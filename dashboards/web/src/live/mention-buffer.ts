import type { Mention } from '../../../../api/schemas/answers.ts';

/** The newest mentions that came by, newest first. */
export interface MentionBuffer {
  readonly items: readonly Mention[];
  /** How many there were since the page was opened, and how many of them came here. */
  readonly heard: number;
  readonly received: number;
  /** How many there were for each that was sent; 1: all were. */
  readonly oneIn: number;
}

export const EMPTY_BUFFER: MentionBuffer = { items: [], heard: 0, received: 0, oneIn: 1 };

/** What is older is in the list of the API. A longer one would make each change of the screen dearer. */
export const KEPT = 250;

/** A snapshot replaces what is known and counts nobody: these were there before. */
export function started(buffer: MentionBuffer, items: readonly Mention[]): MentionBuffer {
  return { ...buffer, items, oneIn: 1 };
}

/** A mention that is sent twice, after a resume, stands once. `of`: how many there were, of which `items` were sent. */
export function joined(buffer: MentionBuffer, items: readonly Mention[], of: number): MentionBuffer {
  const known = new Set(buffer.items.map(({ id }) => id));
  const news = items.filter(({ id }) => !known.has(id));
  const oneIn = items.length === 0 ? buffer.oneIn : Math.max(1, Math.round(of / items.length));
  return {
    items: [...news, ...buffer.items].slice(0, KEPT),
    heard: buffer.heard + Math.max(of - (items.length - news.length), 0),
    received: buffer.received + news.length,
    oneIn,
  };
}
