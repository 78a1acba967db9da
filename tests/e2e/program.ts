import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PROGRAM = join(import.meta.dirname, '..', '..', 'app', 'bin', 'tideline.cjs');
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+/;
const STOP_MS = 20_000;

/** `tideline up` or `demo` in a directory of its own, as a user starts it. */
export interface Program {
  /** Where the page is; known after `start`. */
  readonly url: string;
  readonly directory: string;
  /** Resolves when what it has said since its last start matches. */
  hears(pattern: RegExp): Promise<void>;
  /** Another command on the same directory, to its end. */
  runs(command: string, ...args: readonly string[]): Promise<void>;
  /** Of the store's process. */
  storePid(): number;
  /** Resolves when it has printed its address. Again after a kill: at the same address. */
  start(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Ends it with Ctrl-C, and removes its directory. */
  remove(): Promise<void>;
}

export function program(command: 'up' | 'demo', ...more: readonly string[]): Program {
  const directory = mkdtempSync(join(tmpdir(), 'tideline-e2e-'));
  const data = join(directory, 'data');
  let child: ChildProcess | undefined;
  let text = '';
  let url = '';
  let startedAt = 0;
  const listeners: (() => void)[] = [];

  async function end(signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    child.kill(signal);
    const late = setTimeout(() => child?.kill('SIGKILL'), STOP_MS);
    await closed;
    clearTimeout(late);
  }

  return {
    get url() {
      return url;
    },
    directory,
    async runs(name, ...args) {
      const { PATH, HOME } = process.env;
      const all = [PROGRAM, name, ...args, '--data', data];
      await promisify(execFile)(process.execPath, all, { cwd: directory, env: { PATH, HOME } });
    },
    async hears(pattern) {
      while (!pattern.test(text.slice(startedAt))) await new Promise<void>((resolve) => listeners.push(resolve));
    },
    storePid: () => (JSON.parse(readFileSync(join(data, 'run', 'store.json'), 'utf8')) as { pid: number }).pid,

    async start() {
      startedAt = text.length;
      const port = url === '' ? '0' : new URL(url).port;
      const args = [PROGRAM, command, '--data', data, '--port', port, ...more];
      const { PATH, HOME } = process.env;
      child = spawn(process.execPath, args, { cwd: directory, env: { PATH, HOME }, stdio: ['ignore', 'pipe', 'pipe'] });
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const hear = (chunk: string): void => {
        text += chunk;
        for (const tell of listeners.splice(0)) tell();
        const [address] = ADDRESS.exec(text.slice(startedAt)) ?? [];
        if (address === undefined) return;
        url = address;
        resolve();
      };
      child.stdout?.setEncoding('utf8').on('data', hear);
      child.stderr?.setEncoding('utf8').on('data', hear);
      child.on('error', reject);
      child.on('close', (code) => reject(new Error(`tideline ended with ${String(code)}; it said: ${text}`)));
      await promise;
    },

    kill: () => end('SIGKILL'),

    async remove() {
      await end('SIGINT');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
