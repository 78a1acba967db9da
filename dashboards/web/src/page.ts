import { createContext, use } from 'react';
import type { Ambient } from './ambient.ts';
import type { Ask } from './ask/ask.ts';
import type { Live } from './live/live.ts';

/** What the page is made of, put together once in main.tsx. */
export interface Page {
  readonly ambient: Ambient;
  readonly ask: Ask;
  readonly live: Live;
}

export const PageContext = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  const page = use(PageContext);
  if (page === undefined) throw new Error('A part of the page stands outside of PageContext.');
  return page;
}
