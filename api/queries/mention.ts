import { readMentionId } from '../mention-id.ts';
import { mentionOf, type MentionRow, ROW_COLUMNS } from '../mention-row.ts';
import { ApiProblem } from '../problems.ts';
import type { Asked } from '../request.ts';
import type { Mention } from '../schemas/answers.ts';
import { scoped } from '../scope.ts';

/**
 * A mention of the timeline by its id, whenever it was. The id has no time, which the table's key has behind the watch: so the watch is
 * read from its newest key on, keys alone and without FINAL, to the first that fits, and then the current row at that place.
 */
export async function queryMention({ scope }: Pick<Asked, 'scope'>, id: string): Promise<{ data: Mention }> {
  const key = readMentionId(id);
  const places = key && (await scope.rows<{ ms: number }>(PLACE, { ...key }));
  const [row] = key && places?.[0] ? await scope.rows<MentionRow>(ROW, { ...key, ...places[0] }) : [];
  if (row === undefined) throw new ApiProblem('unknown-mention', `There is no mention ${id} in ${scope.timeline}.`);
  return { data: mentionOf(row) };
}

const KEY = 'watch = {watch:String} AND platform = {platform:String} AND id = {native:String}';

const PLACE = `SELECT toUnixTimestamp64Milli(time) AS ms FROM ${scoped('mention_facts', 'any revision')} AND ${KEY}
  ORDER BY time DESC LIMIT 1`;

const ROW = `SELECT ${ROW_COLUMNS}
  FROM (SELECT * FROM ${scoped('mention_facts')} AND ${KEY} AND time = fromUnixTimestamp64Milli({ms:Int64}, 'UTC')) AS m`;
