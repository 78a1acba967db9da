import { isoOf } from '../../schemas/instants.ts';
import { MENTION_COLUMNS } from '../mention-filters.ts';
import { readMentionId } from '../mention-id.ts';
import { ApiProblem } from '../problems.ts';
import type { Asked } from '../request.ts';
import type { Mention } from '../schemas/answers.ts';
import { scoped } from '../scope.ts';

type Row = Omit<Mention, 'time' | 'late'> & { readonly ms: number; readonly late: number };

/**
 * A mention of the timeline by its id, whenever it was. The id has no time, which the table's key has behind the watch: so the watch is
 * read from its newest key on, keys alone and without FINAL, to the first that fits, and then the current row at that place.
 */
export async function queryMention({ scope }: Pick<Asked, 'scope'>, id: string): Promise<{ data: Mention }> {
  const key = readMentionId(id);
  const places = key && (await scope.rows<{ ms: number }>(PLACE, { ...key }));
  const [row] = key && places?.[0] ? await scope.rows<Row>(ROW, { ...key, ...places[0] }) : [];
  if (row === undefined) throw new ApiProblem('unknown-mention', `There is no mention ${id} in ${scope.timeline}.`);
  const { ms, late, ...rest } = row;
  return { data: { ...rest, time: isoOf(ms), late: late === 1 } };
}

const KEY = 'watch = {watch:String} AND platform = {platform:String} AND id = {native:String}';

const PLACE = `SELECT toUnixTimestamp64Milli(time) AS ms FROM ${scoped('mention_facts', 'any revision')} AND ${KEY}
  ORDER BY time DESC LIMIT 1`;

const ROW = `SELECT ${MENTION_COLUMNS.replace('time,', 'toUnixTimestamp64Milli(time) AS ms,')}
  FROM (SELECT * FROM ${scoped('mention_facts')} AND ${KEY} AND time = fromUnixTimestamp64Milli({ms:Int64}, 'UTC')) AS m`;
