import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

export interface DataBesideOptions {
  /** The folder of the data sets. */
  readonly folder: string;
  /** A file to which each path that is used is appended, a line each: .ci/run reads it. */
  readonly usedFile: string | undefined;
  readonly print: (line: string) => void;
}

const BESIDE_THE_PROJECT: DataBesideOptions = {
  folder: join(import.meta.dirname, '../../../shared/data'),
  usedFile: process.env['TIDELINE_DATA_USED'],
  print: (line) => console.log(line),
};

/**
 * The data set file at `path` (`airline-tweets/airline_dev.jsonl`) of the folder beside the project, which is never part of it.
 * Undefined where it is not there, and a line says so: whoever asked leaves out what needs it, not in silence.
 */
export function dataBeside(path: string, options: DataBesideOptions = BESIDE_THE_PROJECT): string | undefined {
  const file = join(options.folder, path);
  if (!existsSync(file)) {
    options.print(`NOT PROVED HERE: ${path} is not beside the project (${options.folder})`);
    return undefined;
  }
  if (options.usedFile !== undefined) appendFileSync(options.usedFile, `${path}\n`);
  return file;
}
