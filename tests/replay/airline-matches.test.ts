import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ReplayCursor } from '../../connectors/replay/options.ts';
import { replaySource } from '../../connectors/replay/source.ts';
import { decodeItem } from '../../ingest/normalise/decode.ts';
import { parseMapping } from '../../ingest/normalise/mapping.ts';
import { compileWatches } from '../../ingest/normalise/match.ts';
import { peekReader } from '../../ingest/normalise/peek.ts';
import { checkWatches } from '../../ingest/normalise/watches.ts';
import { systemClock } from '../../runtime/time/clock.ts';
import { dataBeside } from '../support/data-beside.ts';

const path = dataBeside('airline-tweets/airline_dev.jsonl') ?? '';
const HANDLES = ['united', 'usairways', 'americanair', 'southwestair', 'jetblue', 'virginamerica'];

describe.runIf(path !== '')('on the airline tweets', () => {
  test.each(['time', 'file'] as const)('in %s order, 7,152 lines are 7,315 mentions by six handles', async (order) => {
    const workDirectory = mkdtempSync(join(tmpdir(), 'tideline-airline-'));
    onTestFinished(() => rmSync(workDirectory, { recursive: true }));
    const mapping = parseMapping({ format: 'ndjson', platform: 'x', fields: { id: 'id', text: 'text', time: 'ts' } });
    const watches = checkWatches(HANDLES.map((name) => ({ name, any: [`@${name}`] })));
    const { match } = compileWatches({ version: 1, watches });
    const source = replaySource(
      { id: 'replay:airline', path, mapping, order, speed: 'max', workDirectory, contentKey: 'k', sortBytes: 300_000 },
      { clock: systemClock, peek: peekReader(mapping) },
    );
    const counts = { lines: 0, mentions: 0, several: 0, none: 0, early: 0 };
    let cursor: ReplayCursor | undefined;
    let lastTime = 0;
    for (let done = false; !done;) {
      const page = await source.read(cursor, new AbortController().signal);
      for (const item of page.items) {
        const outcome = decodeItem({ ...item, source: source.id, mapping: 'm' }, mapping, systemClock.now());
        if (outcome.kind !== 'ok') throw new Error(`${item.origin} is no item: ${JSON.stringify(outcome)}`);
        expect([item.id, item.eventTime]).toEqual([outcome.value.id, outcome.value.time]);
        const { length } = match(outcome.value.text);
        counts.lines++;
        counts.mentions += length;
        if (length > 1) counts.several++;
        if (length === 0) counts.none++;
        if (outcome.value.time < lastTime) counts.early++;
        lastTime = outcome.value.time;
      }
      ({ cursor, done } = page);
    }
    await source.close();
    expect(counts).toMatchObject({ lines: 7_152, mentions: 7_315, several: 161, none: 4 });
    expect(counts.early === 0).toBe(order === 'time');
  });
});
