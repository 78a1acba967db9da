import type { Ambient } from '../ambient.ts';
import type { ClientMessage, ServerMessage } from '../../../../api/schemas/live.ts';

interface Timer {
  readonly dueAt: number;
  readonly run: () => void;
}

/** A server's side of a socket that the page opened. */
export interface FakeSocket {
  readonly path: string;
  /** What the page sent, oldest first. */
  readonly sent: ClientMessage[];
  readonly isClosed: () => boolean;
  say(message: ServerMessage): void;
  close(): void;
}

export interface FakeAmbient extends Ambient {
  readonly sockets: readonly FakeSocket[];
  readonly asked: string[];
  /** The time goes on, and what is due on the way runs in its order. */
  pass(ms: number): void;
  hide(isHidden: boolean): void;
  answer: (url: string) => Response | Promise<Response>;
  randomly: number;
}

/** A browser that stands still until a test moves it: time, sockets, visibility and storage are the test's. */
export function fakeAmbient(): FakeAmbient {
  let now = Date.UTC(2026, 0, 31, 12);
  let timers: Timer[] = [];
  let isHidden = false;
  const hiders: (() => void)[] = [];
  const sockets: FakeSocket[] = [];
  const storage = new Map<string, string>();
  const later: Ambient['later'] = (run, ms) => {
    const timer = { dueAt: now + ms, run };
    timers.push(timer);
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  };
  const fake: FakeAmbient = {
    sockets,
    asked: [],
    randomly: 1,
    answer: () => new Response('{}'),
    pass(ms) {
      const until = now + ms;
      for (;;) {
        const next = timers.filter(({ dueAt }) => dueAt <= until).toSorted((a, b) => a.dueAt - b.dueAt)[0];
        if (next === undefined) break;
        timers = timers.filter((timer) => timer !== next);
        now = next.dueAt;
        next.run();
      }
      now = until;
    },
    hide(next) {
      isHidden = next;
      for (const told of hiders) told();
    },
    now: () => now,
    random: () => fake.randomly,
    later,
    frame: (run) => void later(run, 0),
    async fetch(url) {
      fake.asked.push(url);
      return fake.answer(url);
    },
    openSocket(path, told) {
      const { socket, page } = fakeSocket(path, told);
      sockets.push(socket);
      return page;
    },
    isHidden: () => isHidden,
    onHidden: (told) => void hiders.push(told),
    remembered: (name) => storage.get(name) ?? null,
    remember: (name, value) => void storage.set(name, value),
    copy: async () => undefined,
    save: () => undefined,
    timeZone: 'Europe/Berlin',
    origin: 'http://127.0.0.1:8080',
    isMac: false,
  };
  return fake;
}

function fakeSocket(path: string, { onText, onClose }: Parameters<Ambient['openSocket']>[1]) {
  let isClosed = false;
  const sent: ClientMessage[] = [];
  const socket: FakeSocket = {
    path,
    sent,
    isClosed: () => isClosed,
    say: (message) => onText(JSON.stringify(message)),
    close() {
      isClosed = true;
      onClose();
    },
  };
  const page = {
    send: (text: string) => void sent.push(JSON.parse(text) as ClientMessage),
    close: () => {
      isClosed = true;
    },
  };
  return { socket, page };
}
