import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONE_SURROGATE, NUL, TOO_DEEP, countKeys, scanJson } from './scan.ts';
import { jsonPath, valueSpan } from './span.ts';
import { findDuplicate, holdsNaN } from './why.ts';

const bytesOf = (text: string): Buffer => Buffer.from(text);
const scan = (text: string, depth = 64): number => scanJson(bytesOf(text), depth);

/** JSON values, rich in escapes, keys that look alike, and surrogates in pairs. */
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(fc.constantFrom('id', 'a.b', '', '"', '__proto__'), fc.string({ unit: 'binary' })),
      tie('value'),
      { maxKeys: 5 },
    ),
  ),
})).value;

test('in sound JSON as many pairs are written as keys are parsed', () => {
  fc.assert(
    fc.property(json, fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify([value], undefined, indent).replace(/\\u0000/g, 'x');
      const pairs = scan(text);
      if (!/\\ud[89a-f]/.test(text)) expect(pairs).toBe(countKeys(JSON.parse(text) as object));
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ['{"a":1,"a":2}', 'a'],
  ['{"a":{"b":1,"c":[{"d":1,"e":2,"d":3}]}}', 'd'],
  [String.raw`{"a":1,"\u0061":2}`, 'a'],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
  [String.raw`{"x":"a:{\"a\":1,\"a\":2}","q\"":1,"q\"":2}`, 'q"'],
])('%s names a key twice', (text, key) => {
  expect(scan(text)).toBeGreaterThan(countKeys(JSON.parse(text) as object));
  expect(findDuplicate(text)).toBe(key);
});

test.each(['{"a":{"a":1},"b":[{"a":1},{"a":2}]}', String.raw`{"a":"{\"a\":1}","\\":1}`, '[]', '{}'])(
  '%s does not',
  (text) => {
    expect(scan(text)).toBe(countKeys(JSON.parse(text) as object));
    expect(findDuplicate(text)).toBe('');
  },
);

test('depth is counted outside texts only, and found before the text is known to be sound', () => {
  expect(scan('[[[]]]', 3)).toBe(0);
  expect(scan('[[[[', 3)).toBe(TOO_DEEP);
  expect(scan('["[[[[[[",[]]', 3)).toBe(0);
  expect(scan('['.repeat(10_000))).toBe(TOO_DEEP);
});

test.each([
  [String.raw`["\ud83d"]`, LONE_SURROGATE],
  [String.raw`["\ud83dx\ude00"]`, LONE_SURROGATE],
  [String.raw`["\ude00\ud83d"]`, LONE_SURROGATE],
  [String.raw`["\uD83D\uD83D\uDE00"]`, LONE_SURROGATE],
  [String.raw`{"\ud83d":1}`, LONE_SURROGATE],
  [String.raw`["a\u0000b"]`, NUL],
  [String.raw`["\ud83d\ude00", "\uD83D\uDE00"]`, 0],
  [String.raw`["\\ud83d", "\\u0000", "\u00e9\n"]`, 0],
])('%s scans to %i', (text, expected) => {
  JSON.parse(text);
  expect(scan(text)).toBe(expected);
});

test('a value is found by its path, in whatever it is wrapped', () => {
  fc.assert(
    fc.property(json, json, fc.constantFrom(0, 2), (value, before, indent) => {
      const text = JSON.stringify({ other: before, 'a.b': { list: [before, { v: value }] } }, undefined, indent);
      const raw = bytesOf(text);
      const span = valueSpan(raw, jsonPath(String.raw`a\.b.list.1.v`));
      expect(JSON.parse(raw.toString('utf8', span?.start, span?.end))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 500 },
  );
});

test('a path is found under an escaped key, and not where there is none', () => {
  const raw = bytesOf(String.raw`{"idx": 1, "\u0069d": 2, "list": [10, 20], "id2": 3}`);
  const at = (path: string): string | undefined => {
    const span = valueSpan(raw, jsonPath(path));
    return span && raw.toString('utf8', span.start, span.end);
  };
  expect(at('id')).toBe('2');
  expect(at('id2')).toBe('3');
  expect(at('list.1')).toBe('20');
  for (const path of ['i', 'list.2', 'list.', 'list.01', 'list.x', 'idx.a', 'nothing'])
    expect(at(path)).toBeUndefined();
});

test('looking for a value in cut or broken text ends, and finds no cut value', () => {
  const text = String.raw`{"a": [1, {"b": "x\"y"}], "id": 570301130888122368, "z": "\u00e9"}`;
  for (let end = 0; end <= text.length; end++) {
    const raw = bytesOf(text.slice(0, end));
    const span = valueSpan(raw, jsonPath('id'));
    if (span !== undefined) expect(raw.toString('utf8', span.start, span.end)).toBe('570301130888122368');
  }
  fc.assert(
    fc.property(
      fc.stringMatching(/^[{}[\]":,\\a1 ]{0,30}$/),
      (broken) => void valueSpan(bytesOf(broken), jsonPath('a.1')),
    ),
  );
});

test('NaN and Infinity are told from other broken JSON, in linear time and any size', () => {
  for (const text of ['{"a":NaN}', '{"a":[-Infinity,1]}', '{"a":"NaN","b":Infinity}'])
    expect(holdsNaN(text)).toBe(true);
  for (const text of ['{"a":"NaN"', '{"a":NaN', 'NaNa', '{"a":nan}', '{}}']) expect(holdsNaN(text)).toBe(false);
  const hostile = `{"a":NaN,"b":"${String.raw`\"`.repeat(500_000)}`;
  const start = performance.now();
  expect(holdsNaN(hostile)).toBe(false);
  expect(performance.now() - start).toBeLessThan(2_000);
});
