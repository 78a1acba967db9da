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
    'log:',
    ...Object.entries(config.log).map(([key, value]) => `  ${key}: ${value} ${from(`log.${key}`)}`),
    'store:',
    ...Object.entries(config.store).map(([key, value]) => `  ${key}: ${value} ${from(`store.${key}`)}`),
    'api:',
    ...Object.entries(config.api).map(([key, value]) => `  ${shownSetting(key, value)} ${from(`api.${key}`)}`),
    `partitions: ${config.partitions} ${from('partitions')}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Secrets as a comment: whoever reads the listing may not be who may use them. */
function shownSetting(key: string, value: string | number | boolean): string {
  const isSecret = LEAVES.some((leaf) => leaf.path === `api.${key}` && leaf.kind === 'text' && leaf.secret);
  return isSecret && value !== ''
    ? `# ${key}: set, not shown`
    : `${key}: ${stringify(value, { lineWidth: 0 }).trimEnd()}`;
}

function indented(value: unknown): string {
  return stringify(value, { lineWidth: 0, collectionStyle: 'any' }).trimEnd().replace(/^/gm, '  ');
}
