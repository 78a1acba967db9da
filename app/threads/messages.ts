import type { MessagePort } from 'node:worker_threads';
import type { CarriedError } from '../../runtime/carried-error.ts';
import type { ConnectOptions } from '../../runtime/clickhouse/client.ts';
import type { EngineHooks, EngineOptions } from '../../runtime/log/embedded/engine.ts';
import type { BatcherDeps } from '../../sinks/batcher.ts';
import type { Share } from './parts.ts';

/** Where the store is and how to get in. It lives in memory only. */
export type StoreEndpoint = Omit<ConnectOptions, 'lane'>;

/** What a thread is given when it starts: the engine to open, or the way to the thread that has it. */
export interface ThreadStart {
  readonly log:
    | { readonly engine: Omit<EngineOptions, 'whenFull'>; readonly waitsWhenFull: boolean }
    | { readonly clientOf: { readonly path: string; readonly port: MessagePort } };
  readonly store: StoreEndpoint;
  readonly hooks: HooksModule | undefined;
}

/** Main's orders to a thread. `serve`: to the engine's thread alone. `stop`: between two commits, then the thread ends. */
export type Order =
  | { readonly order: 'serve'; readonly port: MessagePort }
  | { readonly order: 'run'; readonly share: Share }
  | { readonly order: 'store-moved'; readonly endpoint: StoreEndpoint }
  | { readonly order: 'stop' };

/** Trouble about this comes before any other: the log takes nothing. */
export const LOG = 'log';

/** What a thread tells main. After `failed` nothing of it can be trusted: all must stop. */
export type Notice =
  | { readonly notice: 'ready' }
  | { readonly notice: 'say'; readonly text: string }
  /** What keeps something from being stored, for people; without a text, nothing does any more. */
  | { readonly notice: 'trouble'; readonly about: string; readonly text: string | undefined }
  | { readonly notice: 'failed'; readonly error: CarriedError };

/**
 * Tests: functions cannot cross between threads, so each thread imports them. The module exports `threadHooks`, which makes a
 * ThreadHooks of the argument; `module` is its URL.
 */
export interface HooksModule {
  readonly module: string;
  readonly argument: unknown;
}

export interface ThreadHooks {
  readonly engine?: EngineHooks;
  readonly sinkAt?: NonNullable<BatcherDeps<never>['at']>;
}
