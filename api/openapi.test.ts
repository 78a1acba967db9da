import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { openapiDocument } from './openapi-document.ts';
import { removalsIn } from './openapi-removals.ts';
import { EXAMPLES } from './routes/examples.ts';
import * as answers from './schemas/answers.ts';

interface Document {
  readonly paths: Record<string, Record<string, { operationId?: string; responses: Record<string, unknown> }>>;
}

const committed = readFileSync(join(import.meta.dirname, 'openapi.json'), 'utf8');
const copy = (): Document => JSON.parse(committed) as Document;

test('the committed document is what the routes say; `npm run openapi` writes it', async () => {
  expect(await openapiDocument()).toBe(committed);
});

test('every operation has a name of its own and lists its problems', () => {
  const operations = Object.values(copy().paths).flatMap((methods) => Object.values(methods));
  const names = operations.map(({ operationId }) => operationId);
  expect(names).not.toContain(undefined);
  expect(new Set(names).size).toBe(names.length);
  for (const { responses } of operations) expect(Object.keys(responses).length).toBeGreaterThan(0);
});

test('the examples fit their schemas', () => {
  const { kpis, series, heatmap, mentions, oneMention, breakdown, posts, watches } = answers;
  for (const [name, answer] of Object.entries({
    kpis,
    series,
    heatmap,
    mentions,
    oneMention,
    breakdown,
    posts,
    watches,
  })) {
    const example: unknown = Reflect.get(EXAMPLES, name);
    expect([...Value.Errors(answers.withMeta(answer), example)], name).toEqual([]);
  }
  expect([...Value.Errors(answers.status, EXAMPLES.status)]).toEqual([]);
});

describe('a removal is found:', () => {
  const changed = (change: (json: string) => string): unknown => JSON.parse(change(JSON.stringify(copy())));
  test.each([
    ['nothing', (json: string) => json, 0],
    ['a path', (json: string) => json.replace('"/v1/kpis"', '"/v1/kpi"'), 1],
    ['a parameter', (json: string) => json.replaceAll('"name":"interval"', '"name":"step"'), 1],
    ['a value of an enumeration', (json: string) => json.replace('["1m","5m",', '["1m",'), 1],
    ['a field', (json: string) => json.replace('"share_of_voice":{"type"', '"shares":{"type"'), 1],
    [
      'a type',
      (json: string) => json.replace('"share_of_voice":{"type":"array"', '"share_of_voice":{"type":"object"'),
      1,
    ],
  ])('%s', (_what, change, least) => {
    const removals = removalsIn(copy(), changed(change));
    if (least === 0) expect(removals).toEqual([]);
    else expect(removals.length).toBeGreaterThanOrEqual(least);
  });

  test('what was added or only described is none', () => {
    const before = { paths: { a: { get: { summary: 'x', enum: ['p'] } } } };
    expect(removalsIn(before, { paths: { a: { get: { summary: 'y', enum: ['q', 'p'] } }, b: {} } })).toEqual([]);
  });
});
