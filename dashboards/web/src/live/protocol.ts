import type { Channel, LiveData } from '../../../../api/schemas/live.ts';

/** Parameters of a question, as they stand in an address. */
export type Filter = Readonly<Record<string, string | readonly string[]>>;

/** One message of a subscription. What `data` is follows from the channel: `LiveData`. */
export interface Update {
  readonly isWhole: boolean;
  readonly data: unknown;
}

type Snapshot<Of extends Channel> = LiveData[Of]['snapshot'];
type Delta<Of extends Channel> = LiveData[Of]['delta'];

export type KpisAnswer = Snapshot<'kpis'>;
export type KpisDelta = Delta<'kpis'>;
export type SeriesAnswer = Snapshot<'series'>;
export type SeriesDelta = Delta<'series'>;
export type MentionsSnapshot = Snapshot<'mentions'>;
export type MentionsDelta = Delta<'mentions'>;
