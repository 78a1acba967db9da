import type { Page, RawItem, Source } from '../../connectors/connector.ts';
import { systemClock } from '../../runtime/time/clock.ts';

const PAGE_MS = 20;

/** Steady pages of items that happen now, each of one of 100 brands. */
export function steadySource(perSecond: number, total: number): Source<number> & { began(): number } {
  let began = 0;
  return {
    id: 'bench',
    /** When the first item happened. */
    began: () => began,
    read(after = 0): Promise<Page<number>> {
      const now = systemClock.now();
      began ||= now;
      const due = Math.min(total, Math.floor(((now - began + PAGE_MS) * perSecond) / 1000));
      const items: RawItem[] = [];
      for (let i = after; i < due; i++) items.push(itemOf(i, now));
      return Promise.resolve({ items, cursor: due, coveredUntil: now, nextAt: now + PAGE_MS, done: due >= total });
    },
  };
}

function itemOf(i: number, now: number): RawItem {
  const text = `@brand${i % 100} the gate was late again but the crew was great, number ${i}`;
  const raw = Buffer.from(
    JSON.stringify({ id: String(i), ts: new Date(now).toISOString(), text, author: `u${i % 5_000}`, reach: 10 }),
  );
  return { id: String(i), eventTime: now, origin: `bench:${i}`, size: raw.length, raw };
}
