import { existsSync } from 'node:fs';
import { messageOf } from '../../runtime/errors.ts';
import { loadConfig } from '../config/load.ts';
import { DEFAULTS, type Config } from '../config/settings.ts';
import { demoTimelines } from '../demo/begun.ts';
import type { DataDirectory } from '../directory.ts';
import type { CommandIo } from '../io.ts';
import { openLog } from '../open-log.ts';
import { dataOption, type CommonOptions } from '../options.ts';
import { checkDirectory, checkDisk, checkOwner } from './directory.ts';
import { checkLog } from './log.ts';
import { checkNode, checkPage, checkPlatform } from './machine.ts';
import { checkReplays } from './replays.ts';
import { checkStore } from './store.ts';

/** One thing that was looked at; `fix` says what to do where it is not ok. Never holds a secret: people attach these to issues. */
export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  readonly fix?: string | undefined;
}

export async function checks(directory: DataDirectory, options: CommonOptions, io: CommandIo): Promise<Check[]> {
  const configured = checkConfig(directory, options, io);
  const data = dataOption(options.data);
  const opened = checkDirectory(directory, data);
  return [
    checkNode(),
    checkPlatform(io.env),
    checkPage(),
    configured.check,
    ...opened,
    checkOwner(directory),
    checkDisk(directory),
    ...guarded('log', () => checkLog(directory, configured.config.log.maxBytes, data)),
    ...(await checkReplays(directory)),
    await checkStore(directory, data),
  ];
}

interface Configured {
  readonly check: Check;
  readonly config: Config;
}

function checkConfig(directory: DataDirectory, options: CommonOptions, io: CommandIo): Configured {
  const name = 'configuration';
  try {
    const config = loadConfig(options, io);
    const count = config.watches.length;
    if (count > 0) return { config, check: { name, state: 'ok', detail: `valid, ${count} watches` } };
    if (isOfTheDemo(directory))
      return { config, check: { name, state: 'ok', detail: 'valid, no watches: the demo brings its own' } };
    const fix = 'name what to listen for under `watches:` in tideline.yaml';
    return { config, check: { name, state: 'warn', detail: 'valid, but there are no watches', fix } };
  } catch (error) {
    const fix = 'correct these, then run `npx tideline config check`';
    return { config: DEFAULTS, check: { name, state: 'fail', detail: messageOf(error), fix } };
  }
}

/** Nothing in it is anybody's own. What cannot be read is none of this check's: the log's says so. */
function isOfTheDemo({ root, logFile }: DataDirectory): boolean {
  try {
    const demos = demoTimelines(root);
    if (demos.length === 0 || !existsSync(logFile)) return demos.length > 0;
    const log = openLog({ data: root }, { cwd: root });
    try {
      return log.partitions().every(({ partition }) => demos.includes(partition.timeline));
    } finally {
      log.close();
    }
  } catch {
    return false;
  }
}

/** A check that cannot be made is a failed one; the others go on. */
function guarded(name: string, check: () => readonly Check[]): readonly Check[] {
  try {
    return check();
  } catch (error) {
    return [{ name, state: 'fail', detail: messageOf(error) }];
  }
}
