import type { LiveState } from '../../../../api/schemas/live.ts';
import type { Ambient } from '../ambient.ts';
import { type Connection, createConnection } from './connection.ts';
import { type MentionBuffer, EMPTY_BUFFER, joined, started } from './mention-buffer.ts';
import { mergeKpis } from './merge-kpis.ts';
import { mergeSeries } from './merge-series.ts';
import { createPause, type Pause } from './pause.ts';
import type { HeardStatus } from './present.ts';
import type {
  Filter,
  KpisAnswer,
  KpisDelta,
  MentionsDelta,
  MentionsSnapshot,
  SeriesAnswer,
  SeriesDelta,
  Update,
} from './protocol.ts';
import { createTopic, type OwnedTopic, type Topic, type TopicOptions } from './topic.ts';

/** Everything that moves on the page. Two parts of it that ask for the same share one subscription. */
export interface Live {
  readonly connection: Connection;
  readonly pause: Pause;
  kpis(filter: Filter): Topic<KpisAnswer>;
  series(filter: Filter): Topic<SeriesAnswer>;
  mentions(filter: Filter): Topic<MentionBuffer>;
  status(filter: Filter): Topic<HeardStatus>;
}

/** Numbers that people read change once a second, drawings ten times. */
const TEXT_GAP_MS = 1_000;
const DRAWING_GAP_MS = 100;

export function createLive(ambient: Ambient): Live {
  const connection = createConnection(ambient);
  const pause = createPause(ambient);
  const topics = new Map<string, OwnedTopic<unknown>>();
  pause.listen(() => {
    if (!pause.isPaused()) for (const topic of topics.values()) topic.flush();
  });
  const topic = <State>(options: TopicOptions<State>): Topic<State> => {
    const key = `${options.channel} ${JSON.stringify(options.filter)}`;
    const known = topics.get(key);
    if (known !== undefined) return known as Topic<State>;
    const onLeft = (): void => void topics.delete(key);
    const made = createTopic(options, { ...ambient, connection, isPaused: pause.isPaused, onLeft });
    topics.set(key, made);
    return made;
  };
  return {
    connection,
    pause,
    kpis: (filter) => topic({ channel: 'kpis', filter, gapMs: TEXT_GAP_MS, next: nextKpis }),
    series: (filter) => topic({ channel: 'series', filter, gapMs: DRAWING_GAP_MS, next: nextSeries }),
    mentions: (filter) => topic({ channel: 'mentions', filter, gapMs: TEXT_GAP_MS, next: nextMentions }),
    status: (filter) =>
      topic({
        channel: 'status',
        filter,
        gapMs: TEXT_GAP_MS,
        next: (_, { data }) => ({ ...(data as LiveState), heardAt: ambient.now() }),
      }),
  };
}

function nextKpis(state: KpisAnswer | undefined, { isWhole, data }: Update): KpisAnswer | undefined {
  if (isWhole) return data as KpisAnswer;
  return state && mergeKpis(state, data as KpisDelta);
}

function nextSeries(state: SeriesAnswer | undefined, { isWhole, data }: Update): SeriesAnswer | undefined {
  if (isWhole) return data as SeriesAnswer;
  return state && mergeSeries(state, data as SeriesDelta);
}

function nextMentions(state: MentionBuffer = EMPTY_BUFFER, { isWhole, data }: Update): MentionBuffer {
  if (isWhole) return started(state, (data as MentionsSnapshot).items);
  const { items, of } = data as MentionsDelta;
  return joined(state, items, of);
}
