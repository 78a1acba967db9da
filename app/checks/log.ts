import { existsSync } from 'node:fs';
import { deadLetters } from '../../schemas/streams.ts';
import type { DataDirectory } from '../directory.ts';
import { takenIn } from '../commands/topics/dlq.ts';
import { countTaken } from '../commands/topics/taken.ts';
import { openLog, type OpenedLog, type PartitionStatus } from '../open-log.ts';
import type { Check } from './checks.ts';
import { gigabytes } from './directory.ts';

/** Above this share of the bound somebody should look. */
const NEARLY_FULL = 0.9;
/** More than a short burst. */
const LAGGING_RECORDS = 100_000;
const SHOWN = 5;

/** Its size against the bound, who is behind, and what could not be used. Nothing when there is no log yet. */
export function checkLog({ root, logFile }: DataDirectory, maxBytes: number): Check[] {
  if (!existsSync(logFile)) return [];
  const log = openLog({ data: root }, { cwd: root });
  try {
    const partitions = log.partitions();
    return [sizeCheck(partitions, maxBytes), lagCheck(partitions), deadCheck(log, partitions)];
  } finally {
    log.close();
  }
}

function sizeCheck(partitions: readonly PartitionStatus[], maxBytes: number): Check {
  const bytes = partitions.reduce((sum, status) => sum + status.bytes, 0);
  const state = bytes > maxBytes ? 'fail' : bytes > NEARLY_FULL * maxBytes ? 'warn' : 'ok';
  const detail = `${gigabytes(bytes)} of ${gigabytes(maxBytes)}`;
  if (state === 'ok') return { name: 'log size', state, detail };
  const holders = behind(partitions);
  const held = holders.length === 0 ? '' : `; held by ${holders.slice(0, SHOWN).join(', ')}`;
  const fix = 'let the readers catch up (is the store up?), or raise log.maxBytes in tideline.yaml';
  return { name: 'log size', state, detail: detail + held, fix };
}

function lagCheck(partitions: readonly PartitionStatus[]): Check {
  const name = 'readers';
  const all = partitions.flatMap(({ readers }) => readers);
  const holders = behind(partitions);
  if (holders.length === 0) return { name, state: 'ok', detail: `${all.length}, none behind` };
  const most = Math.max(...all.map(({ records }) => records));
  const more = holders.length > SHOWN ? `, and ${holders.length - SHOWN} more` : '';
  const detail = `${holders.length} of ${all.length} behind: ${holders.slice(0, SHOWN).join(', ')}${more}`;
  if (most < LAGGING_RECORDS) return { name, state: 'ok', detail };
  return {
    name,
    state: 'warn',
    detail,
    fix: '`tideline up` goes on with what is left; `tideline topics ls` shows all',
  };
}

/** Readers that have not read everything, the furthest behind first. */
function behind(partitions: readonly PartitionStatus[]): string[] {
  return partitions
    .flatMap(({ readers }) => readers)
    .filter(({ records }) => records > 0)
    .toSorted((a, b) => b.records - a.records)
    .map(({ task, records }) => `${task} (${records} records)`);
}

/** Those that were not read again yet. */
function deadCheck(log: OpenedLog, partitions: readonly PartitionStatus[]): Check {
  const letters = partitions.filter(({ partition }) => partition.stream.name === deadLetters.name);
  const count = letters.reduce(
    (sum, { partition, first, next }) =>
      sum + next - first - countTaken(takenIn(log, partition), partition.partition, first, next),
    0,
  );
  const name = 'dead letters';
  if (count === 0) return { name, state: 'ok', detail: 'none' };
  const fix = '`tideline topics dlq` shows them with their reasons, `tideline topics replay-dlq` reads them again';
  return { name, state: 'warn', detail: String(count), fix };
}
