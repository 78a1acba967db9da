import { stringify } from 'yaml';
import type { Resolved } from './load.ts';
import { LEAVES } from './settings.ts';

/** The settings as a configuration file that says the same, secrets apart, each with its source as a comment. */
export function configText({ config, sources }: Resolved): string {
  const from = (path: string): string => `# ${sources.get(path) ?? 'default'}`;
  const watches = config.watches.map(({ name, any, all, none }) => ({
    name,
    ...(any.length > 0 && { any }),
    ...(all.length > 0 && { all }),
    ...(none.length > 0 && { none }),
  }));
  const lines = [
    watches.length === 0 ? `watches: [] ${from('watches')}` : `watches: ${from('watches')}\n${indented(watches)}`,
    ...(['log', 'store', 'api'] as const).flatMap((group) => [
      `${group}:`,
      ...Object.entries(config[group]).map(([key, value]) => {
        const path = `${group}.${key}`;
        return `  ${shownSetting(path, key, value)} ${from(path)}`;
      }),
    ]),
    `partitions: ${config.partitions} ${from('partitions')}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Secrets as a comment: whoever reads the listing may not be who may use them. */
function shownSetting(path: string, key: string, value: string | number | boolean): string {
  const isSecret = LEAVES.some((leaf) => leaf.path === path && leaf.kind === 'text' && leaf.secret);
  return isSecret && value !== ''
    ? `# ${key}: set, not shown`
    : `${key}: ${stringify(value, { lineWidth: 0 }).trimEnd()}`;
}

function indented(value: unknown): string {
  return stringify(value, { lineWidth: 0, collectionStyle: 'any' }).trimEnd().replace(/^/gm, '  ');
}
