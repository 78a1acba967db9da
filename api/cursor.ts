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

/** Opaque to clients. `filters` are all parameters of the list but limit and cursor, as they were written. */
export function writeCursor({ after, period }: MentionCursor, filters: object): string {
  const { time, watch, platform, id } = after;
  return writeWire([time, watch, platform, id, period.from, period.to], filters);
}

const MENTION_SHAPE = ['number', 'string', 'string', 'string', 'number', 'number'] as const;

export function readCursor(text: string, filters: object): MentionCursor {
  const [time, watch, platform, id, from, to] = readWire(text, filters, MENTION_SHAPE);
  return { after: { time, watch, platform, id }, period: { from, to } };
}

type Shape = readonly ('number' | 'string')[];
type Shaped<S extends Shape> = { -readonly [Place in keyof S]: S[Place] extends 'number' ? number : string };

/** A position in a list as text; the last two values are the period. */
export function writeWire(values: readonly (number | string)[], filters: object): string {
  return Buffer.from(JSON.stringify([hashOf(filters), ...values])).toString('base64url');
}

/** The values of `writeWire`. Throws a problem when the text is none of ours, or came with other filters. */
export function readWire<const S extends Shape>(text: string, filters: object, shape: S): Shaped<S> {
  const [hash, ...values] = parsed(text, shape);
  if (hash !== hashOf(filters)) {
    throw new ApiProblem(
      'cursor-mismatch',
      'The filters are not those that the cursor came with. Ask for the first page again, without cursor.',
    );
  }
  return values as Shaped<S>;
}

function parsed(text: string, shape: Shape): unknown[] {
  const value = json(Buffer.from(text, 'base64url').toString('utf8'));
  const types = ['string', ...shape];
  const fits = Array.isArray(value) && value.length === types.length && types.every((type, i) => isA(type, value[i]));
  if (!fits || !isPeriod(value.at(-2) as number, value.at(-1) as number))
    throw new ApiProblem('cursor-invalid', 'Take `page.next_cursor` of the last answer as it is.');
  return value;
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
