/**
 * Viewers in a process of their own, as browsers are: `fork`ed by live.bench.ts, told what to look at, and asked at the end what they saw.
 * Delays are from the time in a mention, or of the youngest mention that a series can hold, to the message that showed it.
 */
import { WebSocket } from 'ws';
import type { LiveData } from '../../api/schemas/live.ts';
import { applySeriesDelta } from '../../api/live/difference.ts';

export interface ViewersWish {
  readonly url: string;
  readonly viewers: number;
  /** When the first mention happened, and how many follow it a second. */
  readonly began: number;
  readonly perSecond: number;
}

export interface ViewersSaw {
  readonly mentionsMs: readonly number[];
  readonly seriesMs: readonly number[];
  readonly messages: number;
  readonly bytes: number;
  /** Of the mentions that there were, those that were shown. */
  readonly shown: number;
  readonly of: number;
  readonly closed: number;
}

type Series = LiveData['series'];

const KEPT = 2_000_000;
const seen = {
  mentionsMs: [] as number[],
  seriesMs: [] as number[],
  messages: 0,
  bytes: 0,
  shown: 0,
  of: 0,
  closed: 0,
};
let isCounting = false;

function keep(list: number[], value: number): void {
  if (isCounting && list.length < KEPT) list.push(value);
}

function look({ url, began, perSecond }: ViewersWish): void {
  const socket = new WebSocket(new URL('/v1/live', url.replace('http', 'ws')));
  let series: Series['snapshot'] | undefined;
  const subscribe = (id: string, filter: object): void =>
    socket.send(JSON.stringify({ type: 'subscribe', id, channel: id, filter }));
  socket.on('open', () => {
    for (const id of ['mentions', 'kpis', 'status']) subscribe(id, {});
    subscribe('series', { range: '1h', interval: '1m' });
  });
  socket.on('close', () => (seen.closed += 1));
  socket.on('message', (data: Buffer) => {
    const now = Date.now();
    const message = JSON.parse(data.toString()) as { type: string; id?: string; data?: unknown };
    if (isCounting) {
      seen.messages += 1;
      seen.bytes += data.length;
    }
    if (message.id === 'mentions' && message.type === 'delta') {
      const { items, of } = message.data as LiveData['mentions']['delta'];
      if (isCounting) {
        seen.shown += items.length;
        seen.of += of;
      }
      for (const { time } of items) keep(seen.mentionsMs, now - Date.parse(time));
    }
    if (message.id !== 'series' || message.type === 'error') return;
    series =
      message.type === 'snapshot' || series === undefined
        ? (message.data as Series['snapshot'])
        : applySeriesDelta(series, message.data as Series['delta']);
    const count = series.data.flatMap(({ points }) => points).reduce((sum, { mentions }) => sum + mentions, 0);
    keep(seen.seriesMs, now - (began + (count / perSecond) * 1000));
  });
}

process.on('message', (wish: ViewersWish | 'count' | 'tell') => {
  if (wish === 'count') isCounting = true;
  else if (wish === 'tell') process.send?.(seen satisfies ViewersSaw, () => process.exit(0));
  else for (let i = 0; i < wish.viewers; i++) look(wish);
});
