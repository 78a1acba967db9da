import type { Place, Position } from '../../schemas/live-mention.ts';
import type { TimelineFeed } from './feed.ts';
import { reaches } from './position.ts';

/** Of one partition: the next offset, and the name before it where it is known. */
type WirePlace = readonly [next: number] | readonly [next: number, at: number, index: number];
type Wire = readonly [timeline: string, epoch: string, ...places: WirePlace[]];

/** Opaque to clients. */
export function writeToken({ timeline, epoch }: Pick<TimelineFeed, 'timeline' | 'epoch'>, position: Position): string {
  const places = position.map(({ next, last }): WirePlace => (last ? [next, last.at, last.index] : [next]));
  const wire: Wire = [timeline, epoch, ...places];
  return Buffer.from(JSON.stringify(wire)).toString('base64url');
}

/** Undefined where the token is none of this timeline in this log, or beyond its end. */
export function readToken(text: string, feed: Pick<TimelineFeed, 'timeline' | 'epoch' | 'end'>): Position | undefined {
  const wire = parsed(text);
  if (!Array.isArray(wire)) return undefined;
  const [timeline, epoch, ...places] = wire as unknown[];
  const end = feed.end();
  if (timeline !== feed.timeline || epoch !== feed.epoch || places.length !== end.length) return undefined;
  const position = places.map(placeOf);
  return position.every((place) => place !== undefined) && reaches(end, position) ? position : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function placeOf(wire: unknown): Place | undefined {
  if (!Array.isArray(wire) || !wire.every((part) => Number.isSafeInteger(part) && part >= -1)) return undefined;
  const [next, at, index] = wire as number[];
  if (next === undefined || next < 0) return undefined;
  if (wire.length === 1) return { next, last: undefined };
  return wire.length === 3 && at !== undefined && index !== undefined ? { next, last: { at, index } } : undefined;
}
