import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Order } from './child.ts';
import type { Aim } from './points.ts';

export interface Ending {
  readonly killed: boolean;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly speed?: 'max' | number;
  readonly aim?: Aim;
  /** Killed from outside so long after its start, or after its first line was acknowledged. */
  readonly kill?: { readonly afterMs: number; readonly from: 'start' | 'acknowledged' };
  readonly ask?: boolean;
  /** Longer than it takes; a child that is not over by then hangs, and that is a failure. Default 60 s. */
  readonly limitMs?: number;
  /** What it has said on stderr so far, whenever that grows. */
  readonly onStderr?: (text: string) => void;
  /** The log's disk is full at so many pages of SQLite's. */
  readonly maxPages?: number;
}

const LIMIT_MS = 60_000;
const LOOK_EVERY_MS = 5;

/** Runs child.ts with this order until it ends or is killed; `acknowledged` says whether a line of this run is. Rejects when it hangs. */
export function runChild(
  order: Order,
  options: RunOptions,
  acknowledged: () => boolean = () => false,
): Promise<Ending> {
  const { kill, limitMs = LIMIT_MS, onStderr } = options;
  const program = join(import.meta.dirname, 'child.ts');
  const child = spawn(process.execPath, [program, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
    onStderr?.(output.stderr);
  });
  let hung = false;
  const limit = setTimeout(() => (hung = child.kill('SIGKILL')), limitMs);
  const disarm = kill === undefined ? () => undefined : armed(child, kill, acknowledged);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      disarm();
      if (hung) reject(new Error(`a run did not end within ${limitMs / 1_000} s; it said: ${output.stderr}`));
      else resolve({ killed: signal === 'SIGKILL', code, ...output });
    });
  });
}

/** Kills when it is time; returns how to let it live. */
function armed(
  child: ChildProcess,
  { afterMs, from }: NonNullable<RunOptions['kill']>,
  acknowledged: () => boolean,
): () => void {
  const fire = (): NodeJS.Timeout => setTimeout(() => child.kill('SIGKILL'), afterMs);
  let timer = from === 'start' ? fire() : setInterval(look, LOOK_EVERY_MS);
  function look(): void {
    if (!acknowledged()) return;
    clearTimeout(timer);
    timer = fire();
  }
  return () => clearTimeout(timer);
}
