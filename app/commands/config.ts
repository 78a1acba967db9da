import { resolveConfig, type ConfigOptions } from '../config/load.ts';
import { configText } from '../config/print.ts';
import { LEAVES, SETTINGS } from '../config/settings.ts';
import { print, type CommandIo } from '../io.ts';

export async function configPrint(options: ConfigOptions, io: CommandIo): Promise<number> {
  await print(io, configText(resolveConfig(options, io)));
  return 0;
}

/** A problem is thrown as CONFIG_INVALID (3); otherwise it says what was checked. */
export async function configCheck(
  options: ConfigOptions & { readonly quiet: boolean },
  io: CommandIo,
): Promise<number> {
  const { config, sources } = resolveConfig(options, io);
  const written = [...sources.values()].filter((source) => source !== 'default').length;
  const found = `${config.watches.length} watches, ${written} of ${LEAVES.length} settings given, others by default`;
  if (!options.quiet) io.stderr.write(`The configuration is fine: ${found}.\n`);
  return 0;
}

export async function configSchema(_options: object, io: CommandIo): Promise<number> {
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...SETTINGS };
  await print(io, `${JSON.stringify(schema, undefined, 2)}\n`);
  return 0;
}
