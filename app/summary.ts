import type { StoreClient } from '../runtime/clickhouse/client.ts';
import type { Counter } from '../schemas/results/count.ts';
import { print, type CommandIo } from './io.ts';
import type { CommonOptions } from './options.ts';

const SQL = 'SELECT counter, value FROM counts WHERE timeline = {timeline:String}';

/** The counts of a timeline as they stand in the store, with the sums that must hold. */
export async function summary(
  client: StoreClient,
  timeline: string,
  before: { lines: number },
  options: CommonOptions,
  io: CommandIo,
): Promise<void> {
  const rows = await client.rows<{ counter: string; value: string }>(SQL, { params: { timeline } });
  const counted = new Map(rows.map(({ counter, value }) => [counter, Number(value)]));
  const of = (counter: Counter): string => (counted.get(counter) ?? 0).toLocaleString('en-US');
  const lines = [
    `timeline ${timeline}${before.lines > 0 ? ' (all readings together)' : ''}`,
    `  lines    ${of('lines')} = ${of('dead')} dead + ${of('items')} items`,
    `  items    ${of('items')} = ${of('unmatched')} unmatched + ${of('matched')} matched`,
    `  mentions ${of('mentions')} = ${of('repeated')} repeated + ${of('counted')} counted + ${of('late')} late`,
  ];
  if ((counted.get('late') ?? 0) > 0)
    lines.push('  late: more than 48 h behind what was read before; kept in `mentions` with late = 1, in no window');
  await print(io, `${lines.join('\n')}\n`);
  if (options.quiet) return;
  io.stderr.write(`\n${nextCommands(counted, timeline, options.data).join('\n')}\n`);
}

/** What to try next: with nothing to ask about, why that is. */
function nextCommands(counted: ReadonlyMap<string, number>, timeline: string, directory: string): string[] {
  const of = (counter: Counter): number => counted.get(counter) ?? 0;
  const data = directory === '.tideline' ? '' : ` --data ${directory}`;
  const ask = `npx tideline sql${data} "SELECT watch, sum(mentions) AS mentions, sum(negative) AS negative FROM mention_windows WHERE timeline = '${timeline}' AND width = '1h' GROUP BY watch ORDER BY mentions DESC"`;
  const dead = `Dead letters and why: npx tideline topics dlq${data} --timeline ${timeline}`;
  return [
    ...(of('mentions') > 0 ? [`Ask it: ${ask}`] : []),
    ...(of('items') > 0 && of('matched') === 0 ? ['Nothing matched: see `watches:` in tideline.yaml.'] : []),
    ...(of('dead') > 0 ? [dead] : []),
  ];
}
