import { setImmediate as turn } from 'node:timers/promises';
import { normalise } from '../../ingest/normalise/pipeline.ts';
import { mentions } from '../../processors/mentions/pipeline.ts';
import { messageOf, TidelineError } from '../../runtime/errors.ts';
import type { Pipeline } from '../../runtime/task/fold.ts';
import { runTask } from '../../runtime/task/loop.ts';
import { producersOf, taskName, type TaskPlace } from '../../runtime/task/task.ts';
import type { Chunk } from '../../schemas/envelope.ts';
import { hostileLog, type Owner } from './hostile-log.ts';
import type { Intake } from './hostile-intake.ts';
import type { Random } from './random.ts';
import { chunkOf } from './records.ts';
import { normalise2, otherBuild } from './tiny-world.ts';

interface Stage {
  readonly name: string;
  pipelineAt(version: number, otherBuild: boolean): Pipeline<never>;
  readonly upstream: string | undefined;
}

const STAGES: readonly Stage[] = [
  {
    name: 'normalise',
    upstream: undefined,
    pipelineAt(version, other) {
      const pipeline = version === 2 ? normalise2 : { ...normalise, version };
      return (other ? otherBuild(pipeline) : pipeline) as unknown as Pipeline<never>;
    },
  },
  {
    name: 'mentions',
    upstream: 'normalise',
    pipelineAt: (version) => ({ ...mentions, version }) as unknown as Pipeline<never>,
  },
];

interface Running {
  readonly task: string;
  readonly owner: Owner;
}

/** What happened, so that a test can tell that the faults were there. */
export interface Faults {
  crashes: number;
  doubles: number;
  lateLandings: number;
  trimmed: number;
}

/** Runs both pipelines over the intake with every fault of the model, then to the end without; deterministic by its seed. */
export async function hostileRun(random: Random, intake: Intake, { buildsDisagree = false } = {}) {
  const { pick, chance } = random;
  const world = hostileLog(random);
  const faults: Faults = { crashes: 0, doubles: 0, lateLandings: 0, trimmed: 0 };
  const running = new Set<Running>();
  let ghosts: Map<string, Chunk[]>[] = [];
  /** What no fault explains. */
  const broken: Error[] = [];

  intake.partitions.forEach((records, partition) => {
    for (let from = 0; from < records.length;) {
      const size = 1 + pick(4);
      world.append(`intake/${partition}`, chunkOf(records.slice(from, from + size)));
      from += size;
    }
  });

  const placeOf = (partition: number): TaskPlace => ({
    workspace: 'main',
    timeline: 'test',
    generation: 1,
    partition,
    partitions: 2,
  });

  function start(stage: Stage, partition: number): void {
    const place = placeOf(partition);
    const task = taskName(stage.name, place);
    const version = stage.upstream === undefined && world.hasClosed(task, 2) ? 2 : 1;
    const pipeline = stage.pipelineAt(version, buildsDisagree && chance(0.5));
    const input = { ...place, stream: pipeline.input, generation: stage.upstream === undefined ? 0 : 1 };
    const owner = world.owner(version, input);
    const one = { task, owner };
    running.add(one);
    const options = { cacheEntries: pick(3), reencode: true, timersPerCommit: 1 + pick(4) };
    runTask(pipeline, place, producersOf(place, stage.upstream), owner, new AbortController().signal, options).then(
      () => running.delete(one),
      (error: unknown) => {
        running.delete(one);
        ghosts.push(owner.flight);
        if (error instanceof TidelineError && error.code === 'LOG_TRIMMED') faults.trimmed++;
        else if (messageOf(error) !== 'the connection broke') broken.push(new Error('a task broke', { cause: error }));
      },
    );
  }

  function crash(one: Running): void {
    faults.crashes++;
    if (chance(0.5)) return one.owner.fail();
    running.delete(one);
    ghosts.push(one.owner.flight);
  }

  const partitionsOf = (flight: Map<string, Chunk[]>): string[] =>
    [...flight].flatMap(([key, chunks]) => (chunks.length > 0 ? [key] : []));

  function landOne(flight: Map<string, Chunk[]>): boolean {
    const keys = partitionsOf(flight);
    return world.land(flight, keys[pick(keys.length)] ?? '');
  }

  function owners(doubles: boolean): boolean {
    let started = false;
    for (const stage of STAGES) {
      for (const partition of [0, 1]) {
        const alive = [...running].some(({ task }) => task === taskName(stage.name, placeOf(partition)));
        if (alive && !(doubles && chance(0.004))) continue;
        if (alive) faults.doubles++;
        start(stage, partition);
        started = true;
      }
    }
    return started;
  }

  for (let step = 0; step < 1_000 && broken.length === 0; step++) {
    owners(true);
    const one = [...running][pick(running.size)];
    if (one === undefined) continue;
    const dice = pick(100);
    if (dice < 3) crash(one);
    else if (dice < 45) landOne(one.owner.flight);
    else one.owner.step();
    if (chance(0.04)) world.retain(taskName(STAGES[pick(2)]?.name ?? '', placeOf(pick(2))));
    const ghost = ghosts[pick(ghosts.length)];
    if (ghost !== undefined && chance(0.1)) {
      if (chance(0.2)) ghosts = ghosts.filter((other) => other !== ghost);
      else if (landOne(ghost)) faults.lateLandings++;
    }
    await turn();
  }

  for (let again = true; again && broken.length === 0;) {
    again = owners(false);
    for (const { owner } of running) {
      while (landOne(owner.flight)) again = true;
      if (owner.step()) again = true;
    }
    await turn();
  }
  for (const error of broken) throw error;
  return { world, faults };
}
