import type { Instant } from '../../schemas/instants.ts';
import type { Page, RawItem } from '../connector.ts';
import { nextHead } from './batches.ts';
import type { BatchReader } from './batches.ts';
import type { Entry } from './entries.ts';
import type { Pacer } from './pace.ts';
import type { ReplayCursor } from './options.ts';

export interface PageLimits {
  readonly pageItems: number;
  /** A single item may have more. */
  readonly pageBytes: number;
}

/** Takes what is due by `now`, as much as a page may hold; without any, the page is empty and says when the next is due. */
export async function takePage(
  entries: BatchReader<Entry>,
  start: ReplayCursor,
  { pageItems, pageBytes }: PageLimits,
  dueAt: Pacer,
  now: Instant,
): Promise<Page<ReplayCursor>> {
  const items: RawItem[] = [];
  let { offset, maxTime } = start;
  let bytes = 0;
  let nextAt = now;
  let head = await nextHead(entries);
  while (head !== undefined && items.length < pageItems) {
    const { item, next } = head;
    bytes += item.raw.length;
    if (bytes > pageBytes && items.length > 0) break;
    nextAt = dueAt(item.eventTime, now);
    if (nextAt > now) break;
    items.push(item);
    offset = next;
    maxTime = Math.max(maxTime, item.eventTime ?? 0);
    entries.take();
    head = entries.head() ?? (await nextHead(entries));
  }
  const cursor = { ...start, offset, lines: start.lines + items.length, maxTime };
  return { items, cursor, coveredUntil: maxTime, nextAt: Math.max(nextAt, now), done: head === undefined };
}
