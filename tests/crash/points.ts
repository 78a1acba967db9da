import type { CrashHooks } from '../../app/roles/all.ts';
import type { ThreadHooks } from '../../app/threads/messages.ts';
import { acknowledge, type Acknowledgement } from './acknowledge.ts';

/** Where a process can be killed between two durable steps. */
export const POINTS = [
  'intake:before-commit', //      items, ticks and the source's cursor, not yet durable
  'intake:after-commit', //       durable, and nobody was told
  'normalise:before-commit',
  'normalise:after-commit',
  'mentions:before-commit',
  'mentions:after-commit',
  'insert-acknowledged', //       rows are in the store, the sink's position is not stored
  'sink-position', //             the position is stored
  'retention-delete', //          chunks are deleted, the commit is still to come
  'migration-step',
  'timeline-creation',
  'dead-letters:before-commit', // letters handed over again, with the cursor that says so
  'dead-letters:after-commit',
] as const;

export type Point = (typeof POINTS)[number];

/** A part of the names of the tasks whose commits a point means. */
const TASKS: Readonly<Record<string, string>> = {
  intake: '/source/replay:',
  normalise: '/normalise/',
  mentions: '/mentions/',
  'dead-letters': '/source/dlq:',
};

export interface Aim {
  readonly point: Point;
  /** Dies at this passage of the point, 1 = the first. */
  readonly passage: number;
  /** The timeline whose creation is meant. */
  readonly timeline: string;
}

export interface CrashOptions extends Acknowledgement {
  readonly aim?: Aim | undefined;
}

/** Hooks of the main thread; those of the others are made there, of the same options. */
export function crashHooks(options: CrashOptions): CrashHooks {
  const pass = passage(options.aim);
  return {
    migration: { onStep: () => pass('migration-step') },
    threads: { module: import.meta.url, argument: options },
    ...(options.aim?.point === 'retention-delete' ? { log: { retainEveryMs: 100, intakeMs: 1 } } : {}),
  };
}

/** What every thread of the product, which imports this module by its URL, makes of `crashHooks`' options. @public */
export function threadHooks(argument: unknown): ThreadHooks {
  const options = argument as CrashOptions;
  const pass = passage(options.aim);
  return {
    engine: {
      at(point, tasks) {
        if (point === 'timeline-creation') return tasks[0] === options.aim?.timeline ? pass(point) : undefined;
        if (point === 'retention-delete') return pass(point);
        for (const [kind, part] of Object.entries(TASKS)) {
          if (tasks.some((task) => task.includes(part))) pass(`${kind}:${point}`);
        }
        if (point === 'after-commit') acknowledge(options, tasks);
      },
    },
    sinkAt: pass,
  };
}

/** Kills the process at the aimed passage of this thread. */
function passage(aim: Aim | undefined): (point: string) => void {
  let left = aim?.passage ?? 0;
  return (point) => {
    if (point === aim?.point && --left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
