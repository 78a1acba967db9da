import manifest from '../../package.json' with { type: 'json' };
import { print, type CommandIo } from '../io.ts';

/** `tideline 0.1.0`, then what it runs on. */
export async function version(_options: object, io: CommandIo): Promise<number> {
  const { node } = process.versions;
  await print(io, `tideline ${manifest.version}\nnode ${node}, ${process.platform}-${process.arch}\n`);
  return 0;
}
