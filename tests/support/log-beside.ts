import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { dataDirectory } from '../../app/directory.ts';
import { capturedIo, temporaryDirectory, type CapturedIo } from './command-io.ts';
import { smallLog, type SmallLog } from './small-log.ts';

/** A command's surroundings beside a log that another connection keeps open; the data directory is `data`. */
export async function logBeside(): Promise<CapturedIo & { log: SmallLog }> {
  const cwd = temporaryDirectory();
  mkdirSync(join(cwd, 'data'));
  const log = await smallLog(dataDirectory(join(cwd, 'data')).logFile);
  onTestFinished(() => log.close());
  return { ...capturedIo(cwd), log };
}

/** A raw item of a recorded file. */
export function recordedItem(text: string | Uint8Array, origin = 'a.jsonl:0') {
  const raw = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return { source: 'replay:a', mapping: 'm', origin, size: raw.length, raw };
}

/** The values of NDJSON. */
export function linesOf(text: string): Record<string, unknown>[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}
