import { createHash } from 'node:crypto';
import { type Instant, LATEST, MINUTE_MS } from '../schemas/instants.ts';
import type { Period } from './period.ts';
import { ApiProblem } from './problems.ts';

/** Where a page of mentions ended, in the order of the list. */
export interface MentionPosition {
  readonly time: Instant;
  readonly watch: string;
  readonly platform: string;
  readonly id: string;
}

/** The period travels along: `range=24h` would mean another one when the next page is asked for. */
export interface MentionCursor {
  readonly after: MentionPosition;
  readonly period: Period;
}

type Wire = [hash: string, time: number, watch: string, platform: string, id: string, from: number, to: number];

/** Opaque to clients. `filters` are all parameters of the list but limit and cursor, as they were written. */
export function writeCursor({ after, period }: MentionCursor, filters: object): string {
  const { time, watch, platform, id } = after;
  const wire: Wire = [hashOf(filters), time, watch, platform, id, period.from, period.to];
  return Buffer.from(JSON.stringify(wire)).toString('base64url');
}

export function readCursor(text: string, filters: object): MentionCursor {
  const [hash, time, watch, platform, id, from, to] = parsed(text);
  if (hash !== hashOf(filters)) {
    throw new ApiProblem(
      'cursor-mismatch',
      'The filters are not those that the cursor came with. Ask for the first page again, without cursor.',
    );
  }
  return { after: { time, watch, platform, id }, period: { from, to } };
}

const SHAPE = ['string', 'number', 'string', 'string', 'string', 'number', 'number'];

function parsed(text: string): Wire {
  const value = json(Buffer.from(text, 'base64url').toString('utf8'));
  const fits = Array.isArray(value) && value.length === SHAPE.length && SHAPE.every((type, i) => isA(type, value[i]));
  if (!fits || !isPeriod(value[5] as number, value[6] as number))
    throw new ApiProblem('cursor-invalid', 'Take `page.next_cursor` of the last answer as it is.');
  return value as Wire;
}

/** As every period of ours: a forged one must not reach the store. */
function isPeriod(from: number, to: number): boolean {
  return from < to && from % MINUTE_MS === 0 && to % MINUTE_MS === 0;
}

function isA(type: string, value: unknown): boolean {
  if (typeof value === 'number') return type === 'number' && Number.isInteger(value) && value >= 0 && value <= LATEST;
  return typeof value === type;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hashOf(filters: object): string {
  const sorted = Object.entries(filters).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url').slice(0, 16);
}
