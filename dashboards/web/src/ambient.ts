import { isKnownZone } from './url/known-zone.ts';

/** The browser's world beyond the screen. Everything else takes it from here, so that tests bring their own. */
export interface Ambient {
  /** Milliseconds since 1970. */
  now(): number;
  /** In [0, 1). */
  random(): number;
  /** Runs once after `ms`; the answer takes it back. */
  later(run: () => void, ms: number): () => void;
  /** Before the next frame is drawn; also runs, a little later, while the page is hidden. */
  frame(run: () => void): void;
  fetch(url: string, signal: AbortSignal): Promise<Response>;
  /** A socket that is opening, to a path of the page's own server. Texts come in order; `onClose` is the last word. */
  openSocket(path: string, told: { onText(text: string): void; onClose(): void }): Socket;
  isHidden(): boolean;
  onHidden(told: () => void): void;
  /** What this person chose before; null the first time, and where the browser keeps nothing. */
  remembered(name: string): string | null;
  remember(name: string, value: string): void;
  copy(text: string): Promise<void>;
  /** Hands a file to the person, as a download. */
  save(name: string, type: string, text: string): void;
  /** IANA name of this computer's zone. */
  readonly timeZone: string;
  readonly origin: string;
  readonly isMac: boolean;
}

/** As much of a WebSocket as the page needs. */
export interface Socket {
  send(text: string): void;
  close(): void;
}

/** A hidden page gets no frames: whoever waits for one must not wait until it is looked at again. */
const HIDDEN_FRAME_MS = 100;

export function browserAmbient(window: Window & typeof globalThis): Ambient {
  const { document, location, navigator } = window;
  const later: Ambient['later'] = (run, ms) => {
    const timer = window.setTimeout(run, ms);
    return () => window.clearTimeout(timer);
  };
  return {
    now: () => window.Date.now(),
    random: () => window.Math.random(),
    later,
    frame: (run) => void (document.hidden ? later(run, HIDDEN_FRAME_MS) : window.requestAnimationFrame(run)),
    fetch: (url, signal) => window.fetch(url, { signal, headers: { accept: 'application/json' } }),
    openSocket(path, { onText, onClose }) {
      const socket = new window.WebSocket(new URL(path, location.href.replace(/^http/, 'ws')));
      socket.addEventListener('message', ({ data }) => onText(String(data)));
      socket.addEventListener('close', onClose);
      return socket;
    },
    isHidden: () => document.hidden,
    onHidden: (told) => document.addEventListener('visibilitychange', told),
    remembered: (name) => quietly(() => window.localStorage.getItem(`tideline.${name}`)) ?? null,
    remember: (name, value) => quietly(() => window.localStorage.setItem(`tideline.${name}`, value)),
    copy: (text) => navigator.clipboard.writeText(text),
    save: (name, type, text) => saveFile(window, name, new Blob([text], { type })),
    timeZone: zoneHere(),
    origin: location.origin,
    isMac: /Mac|iPhone|iPad/.test(navigator.userAgent),
  };
}

/** Storage may be forbidden: then nothing is remembered, and the page works all the same. */
function quietly<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

/** Where nobody has set a zone some browsers name one that they do not know themselves. */
function zoneHere(): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return isKnownZone(timeZone) ? timeZone : 'UTC';
}

function saveFile({ document, URL }: Window & typeof globalThis, download: string, content: Blob): void {
  const href = URL.createObjectURL(content);
  Object.assign(document.createElement('a'), { href, download }).click();
  URL.revokeObjectURL(href);
}
