import type { MentionFeed } from '../../api/live/feed.ts';
import type { EngineClient } from '../../runtime/log/embedded/client.ts';
import type { Timeline } from '../../runtime/log/embedded/timelines.ts';
import type { Clock } from '../../runtime/time/clock.ts';
import { MAIN_WORKSPACE } from '../../schemas/ids.ts';
import { mentionScores } from '../../schemas/streams.ts';
import { createMentionFeed } from '../../sinks/live/mention-feed.ts';
import { GENERATION, partsOf } from '../threads/parts.ts';

/** What goes live, out of the log of this machine. */
export function liveFeed(engine: EngineClient, clock: Clock): MentionFeed {
  const { log, bell, ends, positions, timelines } = engine;
  const optionsOf = (timeline: Timeline) => ({
    workspace: timeline.workspace,
    timeline: timeline.name,
    generation: GENERATION,
    partitions: timeline.partitions,
    created: timelines.createdAt(timeline.workspace, timeline.name) ?? 0,
    ...sinksOf(timeline),
  });
  const own = (): Timeline[] => timelines.all().filter(({ workspace }) => workspace === MAIN_WORKSPACE);
  return createMentionFeed({ log, bell, clock, ends, positions, timelines: () => own().map(optionsOf) });
}

/** In the order of the partitions, as `partsOf` gives them. */
function sinksOf(timeline: Timeline): { sinks: string[]; mentionSinks: string[] } {
  const sinks = partsOf(timeline).filter(({ kind }) => kind === 'sink');
  const ofMentions = sinks.filter(({ input }) => input.stream.name === mentionScores.name);
  return { sinks: sinks.map(({ task }) => task), mentionSinks: ofMentions.map(({ task }) => task) };
}
