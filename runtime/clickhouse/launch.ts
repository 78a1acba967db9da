import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../time/clock.ts';
import type { StoreFiles } from './config.ts';
import { ping } from './ping.ts';
import { startFailure, type StartFailure } from './start-failure.ts';

/** One running engine. It lives as long as its stdin is open, so it never outlives the process that launched it. */
export interface StoreChild {
  readonly pid: number;
  readonly port: number;
  /** Resolves when the process is gone, with how it ended and what it said last. Never rejects. */
  readonly exited: Promise<string>;
  ping(limitMs: number): Promise<boolean>;
  /** Closes its stdin: it ends by itself, within 0.1 s. What was acknowledged is on disk; open requests are cut off. */
  end(): void;
  /** For one that no longer reads its stdin. */
  kill(): void;
}

export type Launched = { kind: 'up'; child: StoreChild } | ({ kind: StartFailure['kind'] } & StartFailure);

export interface LaunchOptions {
  readonly directory: string;
  readonly files: StoreFiles;
  /** 0: any free port. */
  readonly port: number;
  /** Longer than this and the child is killed: 30 s allow for loading the parts of a large store. */
  readonly startLimitMs: number;
}

export interface LaunchDeps {
  readonly clock: Clock;
  /** The Node binary that runs the child; it needs node:ffi. */
  readonly execPath: string;
  /** The engine's shared library. */
  readonly library: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const CHILD = fileURLToPath(new URL('./child.cjs', import.meta.url));
const POLL_MS = 5;
const PING_LIMIT_MS = 1_000;
const STDERR_KEPT = 8_192;

/** Nothing else of ours reaches the engine: NODE_OPTIONS or CLICKHOUSE_* of the user's shell would change what it does. */
const ENVIRONMENT = ['LD_LIBRARY_PATH', 'LANG'];

/** Starts one child and waits until it answers. A start that fails is a value: the supervisor decides what follows. */
export async function launch(options: LaunchOptions, deps: LaunchDeps, signal: AbortSignal): Promise<Launched> {
  const engine = start(options, deps);
  const failed = (reason: string): Launched => startFailure(reason, options);
  let gone: string | undefined;
  const exited = endOf(engine).then((reason) => (gone = reason));
  const kill = () => void engine.kill('SIGKILL');
  const startedAt = deps.clock.now();
  for (;;) {
    if (gone !== undefined) return failed(gone);
    const port = portOf(options.files.port);
    if (port !== undefined && (await ping(port, PING_LIMIT_MS))) {
      return { kind: 'up', child: childOf(engine, port, exited, kill) };
    }
    const late = deps.clock.now() - startedAt > options.startLimitMs;
    if (late || signal.aborted) {
      kill();
      const failure = startFailure(`${await exited} after ${deps.clock.now() - startedAt} ms`, options);
      return { ...failure, kind: late ? 'too-slow' : 'aborted' };
    }
    await deps.clock.sleep(POLL_MS, signal).catch(() => undefined);
  }
}

function childOf(engine: ChildProcess, port: number, exited: Promise<string>, kill: () => void): StoreChild {
  return {
    pid: engine.pid ?? 0,
    port,
    exited,
    ping: (limitMs) => ping(port, limitMs),
    end: () => void engine.stdin?.end(),
    kill,
  };
}

/**
 * Its own session and process group (`detached`): Ctrl-C at the terminal must reach only us, because the engine ends after its
 * clients do; and its own end (see `scriptOf`) must not reach us.
 */
function start({ directory, files, port }: LaunchOptions, deps: LaunchDeps): ChildProcess {
  const settings = [
    '--path',
    files.data,
    '--config-file',
    files.config,
    '--logger.log',
    files.log,
    '--log-level',
    'warning',
  ];
  const listen = ['--listen_host', '127.0.0.1', '--http_port', String(port), '--query', scriptOf(files.port)];
  return spawn(deps.execPath, ['--no-warnings', CHILD, deps.library, ...settings, ...listen], {
    cwd: directory,
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
    env: Object.fromEntries(ENVIRONMENT.map((name) => [name, deps.environment[name]])),
  });
}

/**
 * Opens the listener, says where, and reads stdin until it ends: that is the life line. Then the process ends itself while the
 * script still holds its session, so that the account of the script (see `usersXml`) is never free while somebody listens.
 * SHUTDOWN is a SIGTERM to the process group, at which the engine dies at once: tables are durable without a farewell.
 */
function scriptOf(portFile: string): string {
  const quoted = `'${portFile.replace(/[\\']/g, '\\$&')}'`;
  return [
    'SYSTEM START LISTEN HTTP',
    `SELECT getServerPort('http_port') INTO OUTFILE ${quoted} FORMAT TSV`,
    `INSERT INTO FUNCTION null('l String') SELECT * FROM file('stdin', 'LineAsString', 'l String')`,
    'SYSTEM SHUTDOWN',
    'SELECT sleep(3) FORMAT Null',
  ].join('; ');
}

/** The file is there before its content: only a complete line counts. */
function portOf(file: string): number | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    return text.endsWith('\n') ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}

function endOf(engine: ChildProcess): Promise<string> {
  let said = '';
  engine.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-STDERR_KEPT)));
  engine.stdin?.on('error', () => undefined); // it ended first; `exit` tells
  return new Promise((resolve) => {
    engine.once('error', (error) => resolve(error.message));
    engine.once('close', (code, signal) => resolve(`${said}(it ended with ${signal ?? `exit code ${code}`})`));
  });
}
