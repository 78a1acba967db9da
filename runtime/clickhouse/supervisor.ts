import type { Instant } from '../../schemas/instants.ts';
import type { Clock } from '../time/clock.ts';
import { backoffMs, type Backoff } from './backoff.ts';
import { locateEngine } from './engine.ts';
import { launch, type Launched, type LaunchOptions, type StoreChild } from './launch.ts';
import { createStarter, type Starter, type StoreEndpoint } from './starter.ts';
import { untilGone, type HealthCheck } from './watchdog.ts';

export interface StoreOptions {
  /** Everything the store owns lies here and nowhere else. The caller holds its data directory's lock. */
  readonly directory: string;
  /** 0 (default): any free port, kept over restarts. */
  readonly port?: number;
  /** Queries that would take the engine above this fail with code 241. Default 1.5 GB. */
  readonly memoryBytes?: number;
  /** A child that is not ready by then is killed. Default 30 s: a large store loads its parts first. */
  readonly startLimitMs?: number;
  /** How long the first start waits for the directory's last owner, which may be ending still. Default 5 s. */
  readonly lockWaitMs?: number;
  readonly health?: HealthCheck;
  readonly backoff?: Backoff;
}

export interface StoreDeps {
  readonly clock: Clock;
  /** Source of the passwords, new at every start. */
  readonly randomBytes: (size: number) => Buffer;
  /** The Node binary that runs the child; it needs node:ffi. */
  readonly execPath: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told about everything the supervisor does on its own. */
  readonly report: (event: StoreEvent) => void;
  /** Replaces the real child where only the policy is tested. */
  readonly launch?: (options: LaunchOptions, signal: AbortSignal) => Promise<Launched>;
}

export type StoreEvent =
  | { readonly event: 'store-up'; readonly pid: number; readonly url: string; readonly tookMs: number }
  | { readonly event: 'store-died'; readonly reason: string } //    it comes back by itself
  | { readonly event: 'store-stalled'; readonly reason: string } // alive but silent: killed, then as above
  | { readonly event: 'store-start-failed'; readonly reason: string }; // tried again after a back-off

export interface StoreHealth {
  readonly state: 'up' | 'restarting' | 'stopped';
  readonly since: Instant;
  readonly restarts: number;
  /** Why it is not up, in words; while up, why it was restarted last. */
  readonly reason: string | undefined;
}

/**
 * The embedded store: a ClickHouse in a child process that comes back by itself after a crash or a stall. `url`, `password`
 * and `pid` are those of now. A restart is an ambiguous result for every open request: repeat it. It returns at the same URL
 * with the same passwords, unless another program took the port meanwhile; then both are new, and `onRestart` hands them over.
 * Stop whoever writes and close every client before `stop`: it cuts off what is under way.
 */
export interface Store extends StoreEndpoint {
  readonly pid: number;
  health(): StoreHealth;
  /** The listener is called after each restart, when the store answers again. Returns how to stop listening. */
  onRestart(listener: (endpoint: StoreEndpoint) => void): () => void;
  /** Asks it to end, and kills it after `deadlineMs` (10 s at most): nothing acknowledged is lost either way. Never rejects. */
  stop(deadlineMs: number): Promise<void>;
}

const DEFAULTS = {
  port: 0,
  memoryBytes: 1_500_000_000,
  startLimitMs: 30_000,
  lockWaitMs: 5_000,
  health: { everyMs: 2_000, limitMs: 1_000, misses: 3 },
  backoff: { firstMs: 200, maxMs: 10_000 },
};
const LONGEST_STOP_MS = 10_000;
/** A child that lived this long did not die of its start: the back-off begins anew. */
const SETTLED_MS = 60_000;
const LOCK_POLL_MS = 100;

/** What the loop below and the handle share; only the loop writes it. */
interface Life {
  child: StoreChild;
  health: StoreHealth;
  readonly stopping: AbortController;
  readonly listeners: Set<(endpoint: StoreEndpoint) => void>;
}

type Settings = typeof DEFAULTS & StoreOptions;

/**
 * Starts the store and keeps it running until `stop`. Resolves when it answers; `signal` gives up the start only.
 * @throws DIRECTORY_LOCKED, DISK_FULL, DIRECTORY_READONLY, PLATFORM_UNSUPPORTED or STORE_DOWN when the first start fails
 */
export async function startStore(options: StoreOptions, deps: StoreDeps, signal?: AbortSignal): Promise<Store> {
  const settings: Settings = { ...DEFAULTS, ...options };
  const starter = createStarter(settings, { ...deps, launch: deps.launch ?? realLaunch(deps) });
  const begun = deps.clock.now();
  const child = await firstStart(starter, settings, deps.clock, signal ?? new AbortController().signal);
  const life: Life = {
    child,
    health: { state: 'up', since: deps.clock.now(), restarts: 0, reason: undefined },
    stopping: new AbortController(),
    listeners: new Set(),
  };
  reportUp(life, starter, deps, begun);
  const supervision = supervise(life, starter, settings, deps);
  let stopped: Promise<void> | undefined;
  return handleOf(life, starter, (deadlineMs) => (stopped ??= end(life, supervision, deps.clock, deadlineMs)));
}

/** An orphan of a killed parent ends within a second; whatever holds the lock longer stays. */
async function firstStart(
  starter: Starter,
  settings: Settings,
  clock: Clock,
  signal: AbortSignal,
): Promise<StoreChild> {
  const patience = clock.now() + settings.lockWaitMs;
  for (;;) {
    const launched = await starter.start(signal);
    if (launched.kind === 'up') return launched.child;
    if (launched.kind !== 'locked' || clock.now() >= patience) throw launched.error;
    await clock.sleep(LOCK_POLL_MS, signal);
  }
}

async function supervise(life: Life, starter: Starter, settings: Settings, deps: StoreDeps): Promise<void> {
  const { clock, report } = deps;
  const stopping = life.stopping.signal;
  const onStall = (reason: string) => report({ event: 'store-stalled', reason });
  let attempt = 0;
  for (;;) {
    const reason = await untilGone(life.child, { clock, check: settings.health, onStall, stopping });
    if (stopping.aborted) return;
    report({ event: 'store-died', reason });
    if (clock.now() - life.health.since > SETTLED_MS) attempt = 0;
    const diedAt = clock.now();
    life.health = { ...life.health, state: 'restarting', since: diedAt, reason };
    do {
      await clock.sleep(backoffMs(settings.backoff, attempt++), stopping).catch(() => undefined);
      if (stopping.aborted) return;
    } while (!(await restarted(life, starter, deps, diedAt)));
  }
}

async function restarted(life: Life, starter: Starter, deps: StoreDeps, diedAt: Instant): Promise<boolean> {
  const launched = await starter.start(life.stopping.signal);
  if (launched.kind !== 'up') {
    const reason = launched.error.message;
    life.health = { ...life.health, reason };
    if (launched.kind !== 'aborted') deps.report({ event: 'store-start-failed', reason });
    return false;
  }
  life.child = launched.child;
  if (life.stopping.signal.aborted) launched.child.end();
  life.health = { ...life.health, state: 'up', since: deps.clock.now(), restarts: life.health.restarts + 1 };
  reportUp(life, starter, deps, diedAt);
  for (const listener of life.listeners) listener(starter.endpoint());
  return true;
}

async function end(life: Life, supervision: Promise<void>, clock: Clock, deadlineMs: number): Promise<void> {
  const over = new AbortController();
  life.stopping.abort(new Error('the store is stopping'));
  life.child.end();
  const timeUp = clock.sleep(Math.min(deadlineMs, LONGEST_STOP_MS), over.signal).then(
    () => life.child.kill(),
    () => undefined,
  );
  await supervision;
  await life.child.exited;
  over.abort();
  await timeUp;
  life.health = { ...life.health, state: 'stopped', since: clock.now() };
}

function reportUp({ child }: Life, starter: Starter, { clock, report }: StoreDeps, since: Instant): void {
  report({ event: 'store-up', pid: child.pid, url: starter.endpoint().url, tookMs: clock.now() - since });
}

function handleOf(life: Life, starter: Starter, stop: Store['stop']): Store {
  return {
    get url() {
      return starter.endpoint().url;
    },
    get user() {
      return starter.endpoint().user;
    },
    get password() {
      return starter.endpoint().password;
    },
    get viewer() {
      return starter.endpoint().viewer;
    },
    get pid() {
      return life.child.pid;
    },
    health: () => life.health,
    onRestart(listener) {
      life.listeners.add(listener);
      return () => void life.listeners.delete(listener);
    },
    stop,
  };
}

function realLaunch(deps: StoreDeps): (options: LaunchOptions, signal: AbortSignal) => Promise<Launched> {
  const library = locateEngine(deps.environment);
  return (options, signal) => launch(options, { ...deps, library }, signal);
}
