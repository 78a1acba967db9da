import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Channel, ServerMessage } from '../../api/schemas/live.ts';

export interface Told {
  readonly type: ServerMessage['type'];
  readonly id?: string;
  readonly seq?: number;
  readonly token?: string;
  readonly data?: unknown;
  readonly reason?: string;
  readonly problem?: { readonly code: string; readonly errors?: readonly { readonly pointer: string }[] };
}

export interface LiveClient {
  /** All that came, in order; of one subscription with its id. */
  told(id?: string): readonly Told[];
  /** The frames of a subscription as they came. */
  frames(id: string): readonly string[];
  subscribe(id: string, channel: Channel, filter?: object, resume?: string): void;
  send(text: string): void;
  /** Resolves with what it gives once it gives something; looked at after each message. */
  until<T>(look: () => T | undefined | false): Promise<T>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  close(): void;
}

/** A browser, as far as the hub knows; at `/v1/live` unless the address says more. Gone with the test. */
export async function liveClient(url: string, headers: Readonly<Record<string, string>> = {}): Promise<LiveClient> {
  const { pathname } = new URL(url);
  const address = pathname === '/' ? new URL('/v1/live', url) : new URL(url);
  const socket = new WebSocket(address.href.replace('http', 'ws'), { headers });
  const all: { readonly text: string; readonly message: Told }[] = [];
  const looking = new Set<() => void>();
  const { promise: opened, resolve, reject } = Promise.withResolvers<void>();
  const { promise: closed, resolve: end } = Promise.withResolvers<{ code: number; reason: string }>();
  socket.on('open', resolve);
  socket.on('error', reject);
  socket.on('message', (data: Buffer) => {
    all.push({ text: data.toString(), message: JSON.parse(data.toString()) as Told });
    for (const look of looking) look();
  });
  socket.on('close', (code, reason) => {
    end({ code, reason: reason.toString() });
    for (const look of looking) look();
  });
  onTestFinished(() => socket.terminate());
  await opened;
  const of = (id?: string) => all.filter(({ message }) => id === undefined || message.id === id);
  return {
    told: (id) => of(id).map(({ message }) => message),
    frames: (id) => of(id).map(({ text }) => text),
    subscribe: (id, channel, filter = {}, resume) =>
      socket.send(JSON.stringify({ type: 'subscribe', id, channel, filter, ...(resume !== undefined && { resume }) })),
    send: (text) => socket.send(text),
    until: (look) =>
      new Promise((found) => {
        const check = (): void => {
          const value = look();
          if (value === undefined || value === false) return;
          looking.delete(check);
          found(value);
        };
        looking.add(check);
        check();
      }),
    closed,
    close: () => socket.close(),
  };
}
