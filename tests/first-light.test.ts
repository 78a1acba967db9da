import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../app/config/load.ts';
import { decodeItem } from '../ingest/normalise/decode.ts';
import { readMapping } from '../ingest/normalise/mapping-file.ts';
import { compileWatches } from '../ingest/normalise/match.ts';
import { HOUR_MS } from '../schemas/instants.ts';
import { POISONS } from '../scripts/first-light/poison.ts';
import { END, firstLight, START } from '../scripts/first-light/world.ts';

const folder = join(import.meta.dirname, '..', 'connectors', 'replay', 'first-light');
const compressed = readFileSync(join(folder, 'first-light.ndjson.gz'));
const content = gunzipSync(compressed);
const mapping = readMapping(readFileSync(join(folder, 'first-light.mapping.yaml'), 'utf8'));
const { watches } = loadConfig({ config: join(folder, 'first-light.yaml') }, { cwd: folder, env: {} });

const outcomes = rawLines(content).map((raw) => {
  const item = { source: 'test', mapping: 'test', origin: 'test', size: raw.length, raw };
  return decodeItem(item, mapping, END);
});
const good = outcomes.flatMap((outcome) => (outcome.kind === 'ok' ? [outcome.value] : []));
const reasons = outcomes.flatMap((outcome) => (outcome.kind === 'reject' ? [outcome.reason] : []));

function rawLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(10, at);
    lines.push(bytes.subarray(at, end));
    at = end + 1;
  }
  return lines;
}

describe('the stream that comes with Tideline', () => {
  test('is what its script makes, and small', () => {
    expect(content.equals(firstLight())).toBe(true);
    expect(compressed.length).toBeLessThan(400_000);
  });

  test('has poison of every kind that NDJSON can show, each found for its reason', () => {
    const counts = Object.fromEntries(
      Object.keys(POISONS).map((kind) => [kind, reasons.filter((r) => r === kind).length]),
    );
    expect(counts).toEqual(Object.fromEntries(Object.keys(POISONS).map((kind) => [kind, 4])));
    expect(reasons).toHaveLength(60);
  });

  test('covers 3.5 days and repeats 2 % of its posts, with the same values', () => {
    const times = good.map(({ time }) => time);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(START - 1_000);
    expect(Math.max(...times)).toBeLessThan(END);
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(83 * HOUR_MS);
    const byId = Map.groupBy(good, ({ id }) => id);
    expect(good.length - byId.size).toBe(120);
    for (const copies of byId.values()) for (const copy of copies) expect(copy).toEqual(copies[0]);
  });

  test('has late lines in file order, a few beyond the horizon', () => {
    let newest = 0;
    const delays = good.map(({ time }) => (newest = Math.max(newest, time)) - time);
    expect(delays.filter((delay) => delay > 5 * HOUR_MS).length).toBeGreaterThan(20);
    expect(delays.filter((delay) => delay > 48 * HOUR_MS)).toHaveLength(4);
  });

  test('matches three watches, some lines two of them, some none', () => {
    const matcher = compileWatches({ version: 1, watches });
    const names = good.map(({ text }) => [...matcher.match(text)]);
    const matched = names.map(({ length }) => length);
    for (const { name } of watches) {
      expect(names.filter((found) => found.includes(name)).length).toBeGreaterThan(1_500);
    }
    expect(matched.filter((count) => count === 2).length).toBeGreaterThan(150);
    expect(matched.filter((count) => count === 0).length / good.length).toBeCloseTo(0.05, 1);
  });
});
