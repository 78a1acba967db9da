export interface MentionKey {
  readonly watch: string;
  readonly platform: string;
  /** As the platform calls it. */
  readonly native: string;
}

const PREFIX = 'men_';

/** The id of a mention for the outside, as ROW_COLUMNS of mention-row.ts makes it in SQL. */
export function mentionId({ watch, platform, native }: MentionKey): string {
  return `${PREFIX}${Buffer.from(`${watch}\n${platform}\n${native}`).toString('base64url')}`;
}

/** Undefined where it is none of ours. */
export function readMentionId(id: string): MentionKey | undefined {
  const [watch, platform, ...native] = Buffer.from(id.slice(PREFIX.length), 'base64url').toString('utf8').split('\n');
  if (watch === undefined || platform === undefined || native.length === 0) return undefined;
  const key = { watch, platform, native: native.join('\n') };
  return mentionId(key) === id ? key : undefined;
}
