import { existsSync } from 'node:fs';
import { deadLetters } from '../../schemas/streams.ts';
import type { DataDirectory } from '../directory.ts';
import { lettersOf } from '../commands/topics/letters.ts';
import { LETTERS_SHARE } from '../../runtime/log/embedded/retention.ts';
import { whatToDo } from '../log-held.ts';
import { openLog, type OpenedLog, type PartitionStatus } from '../open-log.ts';
import type { Check } from './checks.ts';
import { gigabytes } from './directory.ts';

/** Above this share of the bound somebody should look. */
const NEARLY_FULL = 0.9;
/** More than a short burst. */
const LAGGING_RECORDS = 100_000;
const SHOWN = 5;

/** Its size against the bound, who is behind, and what could not be used. Nothing when there is no log yet. */
export function checkLog({ root, logFile }: DataDirectory, maxBytes: number, data: string): Check[] {
  if (!existsSync(logFile)) return [];
  const log = openLog({ data: root }, { cwd: root });
  try {
    const partitions = log.partitions();
    return [sizeCheck(partitions, maxBytes, data), lagCheck(partitions, data), deadCheck(log, partitions, data)];
  } finally {
    log.close();
  }
}

function sizeOf(partitions: readonly PartitionStatus[]): number {
  return partitions.reduce((sum, { bytes }) => sum + bytes, 0);
}

function sizeCheck(partitions: readonly PartitionStatus[], maxBytes: number, data: string): Check {
  const bytes = sizeOf(partitions);
  const letters = sizeOf(partitions.filter(({ partition }) => partition.stream.name === deadLetters.name));
  const state = bytes > maxBytes ? 'fail' : bytes > NEARLY_FULL * maxBytes ? 'warn' : 'ok';
  const detail = `${gigabytes(bytes)} of ${gigabytes(maxBytes)}`;
  if (state === 'ok') return { name: 'log size', state, detail };
  const holders = behind(partitions);
  if (holders.length === 0 && letters > LETTERS_SHARE * maxBytes) {
    return {
      name: 'log size',
      state,
      detail: `${detail}; ${gigabytes(letters)} are dead letters`,
      fix: whatToDo(data),
    };
  }
  const held = holders.length === 0 ? '' : `; held by ${holders.slice(0, SHOWN).join(', ')}`;
  const fix = 'let the readers catch up (is the store up?), or raise log.maxBytes in tideline.yaml';
  return { name: 'log size', state, detail: detail + held, fix };
}

function lagCheck(partitions: readonly PartitionStatus[], data: string): Check {
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
    fix: `\`npx tideline up${data}\` goes on with what is left; \`npx tideline topics ls${data}\` shows all`,
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

/** Those that were not read again yet, and rows that the store refused, which nobody reads again. */
function deadCheck(log: OpenedLog, partitions: readonly PartitionStatus[], data: string): Check {
  const letters = partitions.filter(({ partition }) => partition.stream.name === deadLetters.name);
  let [open, refused] = [0, 0];
  for (const timeline of new Set(letters.map(({ partition }) => partition.timeline))) {
    for (const { reading, had } of lettersOf(log, timeline)()) {
      if (reading !== undefined) continue;
      if (had === '') refused++;
      else open++;
    }
  }
  const name = 'dead letters';
  if (open + refused === 0) return { name, state: 'ok', detail: 'none' };
  const detail = refused === 0 ? String(open) : `${open} open, ${refused} rows refused by the store`;
  const again = open > 0 ? `, \`npx tideline topics replay-dlq${data}\` reads the open ones again` : '';
  return {
    name,
    state: 'warn',
    detail,
    fix: `\`npx tideline topics dlq${data}\` shows them with their reasons${again}`,
  };
}
