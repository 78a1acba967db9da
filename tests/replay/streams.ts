import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { dataBeside } from '../support/data-beside.ts';
import type { Rules } from './recompute.ts';

/** A recorded stream, what the product is told about it, and the same said again for the independent recomputation. */
export interface RecordedStream {
  readonly name: string;
  readonly file: string;
  /** The file's bytes, uncompressed. */
  readonly bytes: Buffer;
  /** Texts of the mapping file and of tideline.yaml. */
  readonly mapping: string;
  readonly config: string;
  readonly rules: Rules;
}

const FIRST_LIGHT = join(import.meta.dirname, '../../connectors/replay/first-light');
const read = (name: string): string => readFileSync(join(FIRST_LIGHT, name), 'utf8');

/** A word as people delimit it: no letter, digit, "@" or "#" touches it. */
const word = (body: string): RegExp => new RegExp(String.raw`(?<![\p{L}\p{N}_@#])${body}(?![\p{L}\p{N}_])`, 'u');

/** The stream that ships with the project: repeats, late and poisonous lines, authors, reach. */
export function firstLight(): RecordedStream {
  const file = join(FIRST_LIGHT, 'first-light.ndjson.gz');
  return {
    name: 'first-light',
    file,
    bytes: gunzipSync(readFileSync(file)),
    mapping: read('first-light.mapping.yaml'),
    config: read('first-light.yaml'),
    rules: {
      platform: 'demo',
      fields: { time: 'created_at', author: 'user.handle', reach: 'user.followers' },
      langs: ['en', 'de', 'es', 'fr'],
      watches: {
        norvane: { any: [word('@norvaneair'), word('norvane air'), word('#norvane')], none: [] },
        pellow: { any: [word('@pellowcoffee'), word('pellow coffee'), word('#pellow')], none: [] },
        pedalquay: { any: [word('@pedalquay'), word('pedalquay'), word('#pedalquay')], none: [word('pedalquay jobs')] },
      },
    },
  };
}

const AIRLINES = ['united', 'usairways', 'americanair', 'southwestair', 'jetblue', 'virginamerica'];

/** 7,152 tweets to six airlines, beside the project; undefined, and said, where they are not. */
function airlines(): RecordedStream | undefined {
  const file = dataBeside('airline-tweets/airline_dev.jsonl');
  if (file === undefined) return undefined;
  return {
    name: 'airlines',
    file,
    bytes: readFileSync(file),
    mapping:
      'format: ndjson\nplatform: x\nkind: mention\nfields: { id: id, text: text, time: ts, reach: rt, lang: lang }\nvalues: { lang: [en] }\n',
    config: `watches:\n${AIRLINES.map((name) => `  - { name: ${name}, any: ["@${name}"] }\n`).join('')}`,
    rules: {
      platform: 'x',
      fields: { time: 'ts', author: undefined, reach: 'rt' },
      langs: ['en'],
      watches: Object.fromEntries(AIRLINES.map((name) => [name, { any: [word(`@${name}`)], none: [] }])),
    },
  };
}

/** Both, or the one that is here. */
export function recordedStreams(): RecordedStream[] {
  const beside = airlines();
  return beside === undefined ? [firstLight()] : [firstLight(), beside];
}
