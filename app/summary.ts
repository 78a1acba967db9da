import type { StoreClient } from '../runtime/clickhouse/client.ts';
import type { Counter } from '../schemas/results/count.ts';
import { reasonsLine } from './dead-reasons.ts';
import { print, type CommandIo } from './io.ts';
import { dataOption, type CommonOptions } from './options.ts';

const SQL = 'SELECT counter, value FROM counts WHERE timeline = {timeline:String}';

const SHOWN_REASONS = 8;

/**
 * The counts of a timeline as they stand in the store, with the sums that must hold, and the reasons of the letters that died in this
 * run. Returns the exit code: 1 when every line of the timeline is dead, which is said with the reasons.
 */
export async function summary(
  client: StoreClient,
  timeline: string,
  before: { lines: number },
  options: CommonOptions,
  io: CommandIo,
  reasons: ReadonlyMap<string, number> = new Map(),
): Promise<number> {
  const rows = await client.rows<{ counter: string; value: string }>(SQL, { params: { timeline } });
  const counted = new Map(rows.map(({ counter, value }) => [counter, Number(value)]));
  const of = (counter: Counter): string => (counted.get(counter) ?? 0).toLocaleString('en-US');
  const routed = counted.get('routed') ?? 0;
  const lines = [
    `timeline ${timeline}${before.lines > 0 ? ' (all readings together)' : ''}`,
    `  lines    ${of('lines')} = ${of('dead')} dead + ${of('items')} items`,
    ...(reasons.size === 0
      ? []
      : [`  dead     ${reasonsLine(reasons, SHOWN_REASONS)}${before.lines > 0 ? ' (this reading)' : ''}`]),
    `  items    ${of('items')} = ${of('unmatched')} unmatched + ${of('matched')} matched${routed > 0 ? ` + ${of('routed')} of accounts` : ''}`,
    `  mentions ${of('mentions')} = ${of('repeated')} repeated + ${of('counted')} counted + ${of('late')} late`,
  ];
  if (routed > 0)
    lines.push(
      `  accounts ${of('account_items')} = ${of('account_repeated')} repeated + ${of('account_counted')} counted + ${of('account_late')} late`,
    );
  if ((counted.get('late') ?? 0) > 0)
    lines.push('  late: more than 48 h behind what was read before; kept in `mentions` with late = 1, in no window');
  await print(io, `${lines.join('\n')}\n`);
  const next = nextCommands(counted, timeline, options.data);
  if ((counted.get('dead') ?? 0) > 0 && (counted.get('items') ?? 0) === 0) {
    const why = reasons.size === 0 ? '' : ` (${reasonsLine(reasons, 2)})`;
    io.stderr.write(
      `\ntideline: every line is dead${why}: usually the mapping names the wrong columns.\n${next.join('\n')}\n`,
    );
    return 1;
  }
  if (!options.quiet) io.stderr.write(`\n${next.join('\n')}\n`);
  return 0;
}

/** What to try next: with nothing to ask about, why that is. */
function nextCommands(counted: ReadonlyMap<string, number>, timeline: string, directory: string): string[] {
  const of = (counter: Counter): number => counted.get(counter) ?? 0;
  const data = dataOption(directory);
  const ask = `npx tideline sql${data} "SELECT watch, sum(mentions) AS mentions, sum(negative) AS negative FROM mention_windows WHERE timeline = '${timeline}' AND width = '1h' GROUP BY watch ORDER BY mentions DESC"`;
  const askAccounts = `npx tideline sql${data} "SELECT platform, account, sum(likes) AS likes, sum(reach) AS reach FROM engagement_windows WHERE timeline = '${timeline}' AND width = '1h' GROUP BY platform, account ORDER BY likes DESC"`;
  const dead = `Dead letters and why: npx tideline topics dlq${data} --timeline ${timeline}`;
  return [
    ...(of('mentions') > 0 ? [`Ask it: ${ask}`] : []),
    ...(of('routed') > 0 ? [`Ask it: ${askAccounts}`] : []),
    ...(of('items') > of('routed') && of('matched') === 0 ? ['Nothing matched: see `watches:` in tideline.yaml.'] : []),
    ...(of('dead') > 0 ? [dead] : []),
  ];
}
