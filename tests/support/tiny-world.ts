import { mappingName, WATCHES } from '../../ingest/normalise/fold.ts';
import { mappingRecord } from '../../ingest/normalise/mapping-record.ts';
import { watchSetRecord } from '../../ingest/normalise/watch-record.ts';
import { normalise } from '../../ingest/normalise/pipeline.ts';
import type { Pipeline } from '../../runtime/task/fold.ts';
import { encode } from '../../schemas/bytes.ts';
import type { LogRecord } from '../../schemas/envelope.ts';
import type { Item } from '../../schemas/events/item.ts';
import type { Mention } from '../../schemas/events/mention.ts';
import { DEFAULT_LIMITS, NO_FIELDS, type Mapping } from '../../schemas/mapping.ts';
import { mentions } from '../../schemas/streams.ts';
import { shared } from './records.ts';

export const MAPPING_ID = 'tiny';

/** The watch on which two builds may disagree; its lines hold no other word. */
export const ODD = 'omega';

const mapping: Mapping = {
  format: 'ndjson',
  platform: 'x',
  kind: 'mention',
  fields: { ...NO_FIELDS, id: 'id', text: 'text', time: 'time', author: 'author', reach: 'reach' },
  time: 'epoch-ms',
  zone: undefined,
  limits: DEFAULT_LIMITS,
};

export const mappingRecordOf = (): LogRecord<never> => shared(mappingName(MAPPING_ID), encode(mappingRecord, mapping));

/** Watches, each named after its word; one more from version 2 on. */
export function watchesRecordOf(version: number): LogRecord<never> {
  const names = ['alpha', 'beta', 'gamma', ODD, ...(version === 2 ? ['delta'] : [])];
  const watches = names.map((name) => ({ name, any: [name], all: [], none: [] }));
  return shared(WATCHES, encode(watchSetRecord, { version, watches }));
}

/** The change that an upgrade brings: reach counts ten times. */
export const normalise2: Pipeline<Item> = {
  ...normalise,
  version: 2,
  wire: (wiring) =>
    normalise.wire({
      ...wiring,
      emit(stream, value) {
        if (stream.name !== mentions.name) return wiring.emit(stream, value);
        const mention = value as Mention;
        wiring.emit(mentions, { ...mention, reach: mention.reach * 10 });
      },
    }),
};

/** A second build of the same version that does not see the watch on which the two disagree. */
export function otherBuild(pipeline: Pipeline<Item>): Pipeline<Item> {
  return {
    ...pipeline,
    wire: (wiring) =>
      pipeline.wire({
        ...wiring,
        emit(stream, value) {
          if (stream.name !== mentions.name || (value as Mention).watch !== ODD) wiring.emit(stream, value);
        },
      }),
  };
}
