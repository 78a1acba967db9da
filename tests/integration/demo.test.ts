import { existsSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { demo } from '../../app/commands/demo.ts';
import { sql } from '../../app/commands/sql.ts';
import { dataDirectory } from '../../app/directory.ts';
import type { MentionRow } from '../../connectors/world/truth/rows.ts';
import { truth } from '../../connectors/world/truth/truth.ts';
import { world } from '../../connectors/world/world.ts';
import { systemClock } from '../../runtime/time/clock.ts';
import { DAY_MS, isoOf } from '../../schemas/instants.ts';
import { capturedIo, temporaryDirectory } from '../support/command-io.ts';

const MINUTE = 60_000;

/**
 * A directory with a demo in it, on several partitions, which runs until so many mentions are stored as rows, also over the death of
 * its store.
 */
function demoHere() {
  const data = join(temporaryDirectory(), 'data');
  const { PATH, HOME } = process.env;
  const common = { data, config: undefined, quiet: false };
  const surroundings = () => capturedIo(join(data, '..'), { env: { PATH, HOME } });

  function stored(): number {
    const { logFile } = dataDirectory(data);
    if (!existsSync(logFile)) return 0;
    const db = new DatabaseSync(logFile, { readOnly: true, timeout: 5_000 });
    try {
      const sinks = db.prepare(
        "SELECT sum(next) AS n FROM tasks WHERE name LIKE 'main/demo/sink-clickhouse/1/mention-scores/%'",
      );
      return Number(sinks.get()?.['n'] ?? 0);
    } catch {
      return 0; // its tables are being made
    } finally {
      db.close();
    }
  }

  return {
    begun: () => JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8')) as { start: number; liveFrom: number },

    async runTo(wanted: number, { storeDiesAt = 0 } = {}): Promise<void> {
      const { io, abort, err } = surroundings();
      const running = demo({ ...common, seed: 7, fresh: false, port: 0 }, io);
      const storing = async (mentions: number): Promise<void> => {
        while (stored() < mentions) await Promise.race([running, systemClock.sleep(20, new AbortController().signal)]);
      };
      if (storeDiesAt > 0) {
        await storing(storeDiesAt);
        const { pid } = JSON.parse(readFileSync(dataDirectory(data).joinFile, 'utf8')) as { pid: number };
        process.kill(pid, 'SIGKILL');
      }
      await storing(wanted);
      const kpis = await fetch(new URL('/v1/kpis?range=24h', /http:\S+/.exec(err())?.[0]));
      expect([kpis.status, await kpis.json()]).toEqual([
        200,
        expect.objectContaining({ meta: expect.objectContaining({ timeline: 'demo' }) }),
      ]);
      const status = await fetch(new URL('/v1/status', kpis.url));
      const source = { source: 'world', detail: expect.stringMatching(/^history, \d\.\d of 8\.1 days$/) as string };
      expect(await status.json()).toMatchObject({
        pipeline: {
          state: expect.stringMatching(/^(?:catching-up|live)$/) as string,
          sources: [source],
          demo: { timeline: 'demo', seed: 7, speed: 1 },
        },
      });
      abort(new Error('far enough'));
      expect(await running).toBe(0);
    },

    async ask(query: string): Promise<Record<string, unknown>[]> {
      const { io, out } = surroundings();
      await sql({ ...common, query, format: 'JSONEachRow' }, io);
      return out()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    },
  };
}

/** Hours that nothing can change any more after three days of the world, by its own truth. */
function trueHours(seed: number, { start, liveFrom }: { start: number; liveFrom: number }): string[] {
  const rows: MentionRow[] = [];
  const meter = truth((row) => row.kind === 'mentions' && row.width === '1h' && rows.push(row));
  for (const event of world({ seed, start, liveFrom }).events()) {
    if (event.arrivalTime > start + 3 * DAY_MS) break;
    if (event.label.kind === 'mention') meter.add(event);
  }
  return rows.map(({ brand, start: hour, mentions, authors, reach }) =>
    [brand, isoOf(hour).slice(0, 13), mentions, authors, reach].join(' '),
  );
}

test(
  'the demo stops and goes on, over the death of its store, and its hours equal the truth of its world, faults and all',
  { timeout: 3 * MINUTE },
  async () => {
    const here = demoHere();
    await here.runTo(10_000);
    await here.runTo(45_000, { storeDiesAt: 20_000 });
    const hours = trueHours(7, here.begun());
    expect(hours.length).toBeGreaterThan(150);
    const stored = await here.ask(
      "SELECT watch, formatDateTime(start, '%Y-%m-%dT%H') AS hour, mentions, authors, reach FROM mention_windows WHERE width = '1h'",
    );
    const found = new Set(
      stored.map(
        ({ watch, hour, mentions, authors, reach }) =>
          `${String(watch)} ${String(hour)} ${String(mentions)} ${String(authors)} ${String(reach)}`,
      ),
    );
    expect(hours.filter((hour) => !found.has(hour))).toEqual([]);
    const counts = new Map(
      (await here.ask('SELECT counter, value FROM counts')).map((row) => [row['counter'], Number(row['value'])]),
    );
    const of = (counter: string): number => counts.get(counter) ?? 0;
    expect(of('mentions')).toBe(of('repeated') + of('counted') + of('late'));
    expect(of('lines')).toBe(of('dead') + of('items'));
    expect(of('repeated')).toBeGreaterThan(100);
  },
);
