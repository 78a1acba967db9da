import type { CarriedError } from '../../carried-error.ts';
import type { NamedOutput } from './named.ts';
import type { NewTimeline } from './timelines.ts';

/** What other threads ask the engine for. `units` are bytes of `namedUnits`. */
export type Question =
  | ({ readonly ask: 'append' } & NamedOutput)
  | { readonly ask: 'commit'; readonly units: Uint8Array }
  | { readonly ask: 'create-timeline'; readonly wish: NewTimeline }
  | { readonly ask: 'retain'; readonly now: number };

/** Answers carry the number of their question; the rest is told to every client, asked or not. */
export type Request = { readonly id: number; readonly question: Question };
export type Reply =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly error: CarriedError }
  | { readonly kind: 'committed' }
  | { readonly kind: 'failed'; readonly error: CarriedError };
