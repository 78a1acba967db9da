import { decodeFeed } from '../ingest/feed.ts';
import { feederName } from '../ingest/runner.ts';

/** The name of a timeline's replay among the sources. */
export function replaySourceId(timeline: string): string {
  return `replay:${timeline}`;
}

/** A replay that was begun and is not stored as a whole. */
export interface Unfinished {
  readonly timeline: string;
  /** Handed over so far. */
  readonly lines: number;
  /** The command that goes on with it. */
  readonly resume: string;
}

interface Place {
  readonly workspace: string;
  readonly timeline: string;
}

/** Which of these timelines' replays stopped in the middle; `metaOf` reads what a task stored with its position. */
export async function unfinishedReplays(
  places: readonly Place[],
  metaOf: (task: string) => Uint8Array | Promise<Uint8Array>,
): Promise<Unfinished[]> {
  const found: Unfinished[] = [];
  for (const { workspace, timeline } of places) {
    const feed = decodeFeed(await metaOf(feederName(workspace, timeline, replaySourceId(timeline))));
    if (feed.identity === '' || (feed.done && feed.stored)) continue;
    found.push({ timeline, lines: feed.lines, resume: feed.resume });
  }
  return found;
}

export function unfinishedLine({ timeline, lines, resume }: Unfinished): string {
  const command = resume === '' ? 'its `tideline replay …` command again' : resume;
  return `timeline ${timeline} is read up to line ${lines.toLocaleString('en-US')}; it goes on with: ${command}`;
}
