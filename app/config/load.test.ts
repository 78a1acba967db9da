import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../../tests/support/command-io.ts';
import { variableOf } from './environment.ts';
import { loadConfig, resolveConfig, type Resolved } from './load.ts';
import { configText } from './print.ts';
import { DEFAULTS, LEAVES, SETTINGS } from './settings.ts';

/** The configuration of a directory with these files. */
function resolved(
  files: Readonly<Record<string, string>>,
  env: Record<string, string> = {},
  config?: string,
): Resolved {
  const cwd = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return resolveConfig({ config }, { cwd, env });
}

function problemsOf(
  files: Readonly<Record<string, string>>,
  env: Record<string, string> = {},
  config?: string,
): string[] {
  try {
    resolved(files, env, config);
  } catch (error) {
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', exitCode: 3 });
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
  throw new Error('it was accepted');
}

describe('where a setting comes from', () => {
  test('without a file, an environment and flags, defaults hold', () => {
    const { config, sources } = resolved({});
    expect(config).toEqual(DEFAULTS);
    expect(new Set(sources.values())).toEqual(new Set(['default']));
  });

  test('the declared defaults are the ones that hold', () => {
    for (const leaf of LEAVES) {
      const [group = '', key] = leaf.path.split('.');
      const held: unknown = Reflect.get(DEFAULTS, group);
      const value: unknown = key === undefined ? held : Reflect.get(held as object, key);
      expect(value).toEqual(leaf.kind === 'watches' ? [] : leaf.default);
    }
  });

  test('flags come before the environment, it before .env, that before the file', () => {
    const files = {
      'tideline.yaml': 'partitions: 1\nstore: { port: 1, memoryBytes: 600000001 }\nlog: { retentionDays: 1 }',
      '.env': 'TIDELINE__PARTITIONS=2\nTIDELINE__STORE__PORT=2\nTIDELINE__STORE__MEMORY_BYTES=600000002\n',
    };
    const env = { TIDELINE__PARTITIONS: '3', TIDELINE__STORE__PORT: '3', TIDELINE_DEBUG: '1' };
    const cwd = temporaryDirectory();
    for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
    const { config, sources } = resolveConfig({ config: undefined, partitions: 4 }, { cwd, env });
    expect(config).toMatchObject({
      partitions: 4,
      store: { port: 3, memoryBytes: 600_000_002 },
      log: { retentionDays: 1, maxBytes: 2_000_000_000 },
    });
    expect(Object.fromEntries(sources)).toMatchObject({
      partitions: '--partitions',
      'store.port': 'TIDELINE__STORE__PORT',
      'store.memoryBytes': '.env TIDELINE__STORE__MEMORY_BYTES',
      'log.retentionDays': 'tideline.yaml:3',
      'log.maxBytes': 'default',
    });
  });

  test('an empty key says nothing', () => {
    expect(resolved({ 'tideline.yaml': 'log:\nstore:\n  port:\n' }).config).toEqual(DEFAULTS);
  });

  test('watches may stand in a variable', () => {
    const { config } = resolved({}, { TIDELINE__WATCHES: '[{ name: a, any: ["@a"] }]' });
    expect(config.watches).toEqual([{ name: 'a', any: ['@a'], all: [], none: [] }]);
  });
});

describe('what is refused', () => {
  test('every problem at once, with its line, its path and what was meant', () => {
    const text = `watches:
  - { name: united, any: ["@united"] }
  - name: Virgin
    any: ["virgin america", 5]
    nune: [x]
logg:
  retentionDays: 3
log:
  retentionDay: 3
  maxBytes: many
store:
  port: 70000
`;
    expect(problemsOf({ 'tideline.yaml': text }, { TIDELINE__STORE__PROT: '1', TIDELINE__PARTITIONS: '0' })).toEqual([
      'TIDELINE__STORE__PROT: no such setting; did you mean TIDELINE__STORE__PORT?',
      'tideline.yaml:6: unknown key `logg`; did you mean `log`?',
      'tideline.yaml:9: log: unknown key `retentionDay`; did you mean `retentionDays`?',
      expect.stringMatching(/^tideline\.yaml:[35]: watches\[1\]: unknown key `nune`; did you mean `none`\?$/),
      expect.stringMatching(/^tideline\.yaml:3: watches\[1\]\.name: must be lower-case .* it is "Virgin"$/),
      expect.stringMatching(/^tideline\.yaml:4: watches\[1\]\.any\[1\]: must be a text; it is 5/),
      'tideline.yaml:10: log.maxBytes: must be a whole number from 10000000 to 9007199254740991; it is "many"',
      'tideline.yaml:12: store.port: must be a whole number from 0 to 65535; it is 70000',
      'TIDELINE__PARTITIONS: partitions: must be a whole number from 1 to 1024; it is "0"'.replace('"0"', '0'),
    ]);
  });

  test('what is no YAML, with its line', () => {
    expect(problemsOf({ 'tideline.yaml': 'partitions: 2\nlog: [1\n' })).toEqual([
      expect.stringMatching(/^tideline\.yaml:[23]: .*\]/),
    ]);
  });

  test('a key that stands twice', () => {
    expect(problemsOf({ 'tideline.yaml': 'partitions: 2\npartitions: 3\n' })).toEqual([
      expect.stringMatching(/^tideline\.yaml:2: Map keys must be unique/),
    ]);
  });

  test('a list where a map belongs', () => {
    expect(problemsOf({ 'tideline.yaml': '- 1' })[0]).toMatch(/^tideline\.yaml:1: must be a map with watches, log/);
  });

  test('a file that --config names and that is not there', () => {
    expect(() => resolved({}, {}, 'other.yaml')).toThrow(/no configuration file .*other\.yaml/);
  });
});

test('config print writes a file that gives the same configuration', () => {
  const integer = (path: string) => {
    const leaf = LEAVES.find((each) => each.path === path);
    if (leaf?.kind !== 'integer') throw new Error(path);
    return fc.integer({ min: leaf.minimum, max: leaf.maximum });
  };
  const terms = fc.array(fc.constantFrom('@united', '#delayed', 'virgin america', 'a: b', "o'clock", '☕'), {
    minLength: 1,
  });
  const watches = fc.uniqueArray(
    fc.record({
      name: fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/),
      any: terms,
      all: fc.constant([]),
      none: fc.constant([]),
    }),
    { selector: ({ name }) => name },
  );
  const config = fc.record({
    watches,
    log: fc.record({ retentionDays: integer('log.retentionDays'), maxBytes: integer('log.maxBytes') }),
    store: fc.record({ memoryBytes: integer('store.memoryBytes'), port: integer('store.port') }),
    api: fc.record({
      host: fc.constantFrom('127.0.0.1', '0.0.0.0', '::1', 'a # b'),
      port: integer('api.port'),
      token: fc.constant(''),
      tokenFile: fc.constantFrom('', '/run/secrets/token', "it's: here"),
      clickhouse: fc.boolean(),
    }),
    partitions: integer('partitions'),
  });
  const cwd = temporaryDirectory();
  const property = fc.property(config, (value) => {
    writeFileSync(join(cwd, 'tideline.yaml'), configText({ config: value, sources: new Map() }));
    expect(loadConfig({ config: undefined }, { cwd, env: {} })).toEqual(value);
  });
  fc.assert(property, { numRuns: 50 });
});

test('a token is taken as it stands and never shown', () => {
  const token = '{not: yaml, 0123456789';
  const given = resolved({}, { TIDELINE__API__TOKEN: token });
  expect(given.config.api.token).toBe(token);
  expect(configText(given)).not.toContain('0123456789');
  expect(configText(given)).toContain('# token: set, not shown # TIDELINE__API__TOKEN');
  expect(problemsOf({ 'tideline.yaml': 'api: { token: 987654321, host: 1 }' })).toEqual([
    'tideline.yaml:1: api.host: must be a text; it is 1',
    'tideline.yaml:1: api.token: must be a text',
  ]);
});

test('what is on or off takes nothing else', () => {
  expect(resolved({}, { TIDELINE__API__CLICKHOUSE: 'true' }).config.api.clickhouse).toBe(true);
  expect(problemsOf({ 'tideline.yaml': 'api: { clickhouse: on }' })).toEqual([
    'tideline.yaml:1: api.clickhouse: must be true or false; it is "on"',
  ]);
});

test('variables are named after the path', () => {
  expect(LEAVES.map(({ path }) => variableOf(path))).toEqual([
    'TIDELINE__WATCHES',
    'TIDELINE__LOG__RETENTION_DAYS',
    'TIDELINE__LOG__MAX_BYTES',
    'TIDELINE__STORE__MEMORY_BYTES',
    'TIDELINE__STORE__PORT',
    'TIDELINE__API__HOST',
    'TIDELINE__API__PORT',
    'TIDELINE__API__TOKEN',
    'TIDELINE__API__TOKEN_FILE',
    'TIDELINE__API__CLICKHOUSE',
    'TIDELINE__PARTITIONS',
  ]);
});

test('the JSON Schema for editors needs no key and allows no other', () => {
  expect(JSON.parse(JSON.stringify(SETTINGS))).toMatchObject({
    additionalProperties: false,
    properties: { log: { additionalProperties: false, properties: { retentionDays: { default: 7, minimum: 1 } } } },
  });
  expect(SETTINGS).not.toHaveProperty('required.0');
});
