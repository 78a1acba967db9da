import { messageOf } from '../errors.ts';
import { writeConfig, type Account } from './config.ts';
import type { Launched, LaunchOptions } from './launch.ts';
import { startFailure } from './start-failure.ts';

/** Where and as whom to ask the store. */
export interface StoreEndpoint {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly viewer: Account;
}

export interface StarterOptions {
  readonly directory: string;
  readonly port: number;
  readonly memoryBytes: number;
  readonly startLimitMs: number;
}

export interface StarterDeps {
  readonly randomBytes: (size: number) => Buffer;
  readonly launch: (options: LaunchOptions, signal: AbortSignal) => Promise<Launched>;
}

/**
 * Starts children of one directory, one after the other, at one URL with one set of passwords. `start` never throws: a
 * directory that cannot be written is a failed start like any other.
 */
export interface Starter {
  start(signal: AbortSignal): Promise<Launched>;
  endpoint(): StoreEndpoint;
}

export function createStarter(options: StarterOptions, { randomBytes, launch }: StarterDeps): Starter {
  let port = options.port;
  let accounts = newAccounts(randomBytes);

  async function start(signal: AbortSignal): Promise<Launched> {
    const launched = await configured(signal);
    if (launched.kind === 'up') port = launched.child.port;
    else if (launched.kind === 'port-taken' && options.port === 0) move();
    return launched;
  }

  async function configured(signal: AbortSignal): Promise<Launched> {
    try {
      const files = writeConfig({ ...options, ...accounts });
      return await launch({ ...options, files, port }, signal);
    } catch (cause) {
      return startFailure(messageOf(cause), { ...options, port }, cause);
    }
  }

  /** Our clients may have sent their passwords to whoever has the port now: a store that moves takes new ones. */
  function move(): void {
    port = 0;
    accounts = newAccounts(randomBytes);
  }

  return {
    start,
    endpoint: () => ({ url: `http://127.0.0.1:${port}`, ...accounts.store, viewer: accounts.viewer }),
  };
}

function newAccounts(randomBytes: StarterDeps['randomBytes']): { store: Account; viewer: Account } {
  const account = (user: string): Account => ({ user, password: randomBytes(24).toString('base64url') });
  return { store: account('store'), viewer: account('viewer') };
}
