import { checks, type Check } from '../checks/checks.ts';
import { resolve } from 'node:path';
import { dataDirectory } from '../directory.ts';
import { print, type CommandIo } from '../io.ts';
import type { CommonOptions } from '../options.ts';

const MARKS = { ok: ['ok  ', 32], warn: ['warn', 33], fail: ['FAIL', 31] } as const;

/** Every check, even after a failed one. Exit code 1 when one failed; a warning is none. */
export async function doctor(options: CommonOptions & { readonly json: boolean }, io: CommandIo): Promise<number> {
  const found = await checks(dataDirectory(resolve(io.cwd, options.data)), options, io);
  const failed = found.some(({ state }) => state === 'fail');
  const json = `${JSON.stringify({ ok: !failed, checks: found }, undefined, 2)}\n`;
  await print(io, options.json ? json : found.map((check) => checkLine(check, io.color)).join(''));
  return failed ? 1 : 0;
}

function checkLine({ state, name, detail, fix }: Check, color: boolean): string {
  const [mark, shade] = MARKS[state];
  const shown = color ? `\u001b[${shade}m${mark}\u001b[0m` : mark;
  return `${shown} ${name}: ${detail}${fix === undefined ? '' : `\n     → ${fix}`}\n`;
}
