import { Type, type Static, type TProperties } from 'typebox';
import type { Watch } from '../../schemas/watch.ts';

const terms = (description: string) =>
  Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { minItems: 1, description }));

const watch = Type.Object(
  {
    name: Type.String({
      pattern: '^[a-z0-9][a-z0-9._-]{0,62}$',
      description: 'Its name in results: lower case, digits, . _ -',
    }),
    any: terms('Words, "phrases", "@handles" or "#hashtags", one of which must occur'),
    all: terms('Terms that must all occur'),
    none: terms('Terms of which none may occur'),
  },
  { additionalProperties: false, anyOf: [{ required: ['any'] }, { required: ['all'] }] },
);

const whole = (bounds: { minimum: number; maximum: number; default: number; description: string }) =>
  Type.Optional(Type.Integer(bounds));

/** Empty says nothing. A secret is never printed. */
const text = (about: { default: string; description: string; writeOnly?: true }) => Type.Optional(Type.String(about));

/** On or off. */
const flag = (about: { default: boolean; description: string }) => Type.Optional(Type.Boolean(about));

const group = <T extends TProperties>(properties: T, description: string) =>
  Type.Optional(Type.Object(properties, { additionalProperties: false, description }));

/**
 * Every setting of tideline.yaml, declared once: parsing, checks, `config print`, `config schema` and the type follow from it.
 * Leaves are whole numbers with bounds, texts, or on and off; `watches` is checked by the code that runs them.
 */
export const SETTINGS = Type.Object(
  {
    watches: Type.Optional(Type.Array(watch, { default: [], description: 'What to listen for' })),
    log: group(
      {
        retentionDays: whole({
          minimum: 1,
          maximum: 3_650,
          default: 7,
          description: 'Days that intake is kept',
        }),
        maxBytes: whole({
          minimum: 10_000_000,
          maximum: Number.MAX_SAFE_INTEGER,
          default: 2_000_000_000,
          description: 'Bound of the log over all streams; at it, intake waits for its readers',
        }),
      },
      'The log: everything that came in, and what was computed from it',
    ),
    store: group(
      {
        memoryBytes: whole({
          minimum: 500_000_000,
          maximum: Number.MAX_SAFE_INTEGER,
          default: 1_500_000_000,
          description: 'Memory of the store, above which it refuses queries',
        }),
        port: whole({
          minimum: 0,
          maximum: 65_535,
          default: 0,
          description: 'Port on 127.0.0.1; 0: any free one',
        }),
      },
      'The analytics store (ClickHouse)',
    ),
    api: group(
      {
        host: text({
          default: '127.0.0.1',
          description: 'Address to listen on; another than loopback (0.0.0.0: all) needs a token',
        }),
        port: whole({
          minimum: 0,
          maximum: 65_535,
          default: 8_080,
          description: 'Port; 0: any free one, which also the default gives way to',
        }),
        token: text({
          default: '',
          writeOnly: true,
          description:
            'What every request must carry: `Authorization: Bearer …`, in a browser as the password of any name',
        }),
        tokenFile: text({ default: '', description: 'A file with the token as its first line, instead of `token`' }),
        clickhouse: flag({
          default: false,
          description:
            "Also serve ClickHouse's own HTTP interface at /clickhouse/, read-only, for Grafana and BI tools",
        }),
      },
      'The page and the HTTP API',
    ),
    partitions: whole({ minimum: 1, maximum: 1_024, default: 4, description: 'Partitions of new timelines' }),
  },
  { additionalProperties: false, title: 'tideline.yaml' },
);

type Settings = Static<typeof SETTINGS>;

/** The settings in effect, all of them, checked. */
export interface Config {
  readonly watches: readonly Watch[];
  readonly log: Readonly<Required<NonNullable<Settings['log']>>>;
  readonly store: Readonly<Required<NonNullable<Settings['store']>>>;
  readonly api: Readonly<Required<NonNullable<Settings['api']>>>;
  readonly partitions: number;
}

/** What holds where nobody says anything. */
export const DEFAULTS: Config = {
  watches: [],
  log: { retentionDays: 7, maxBytes: 2_000_000_000 },
  store: { memoryBytes: 1_500_000_000, port: 0 },
  api: { host: '127.0.0.1', port: 8_080, token: '', tokenFile: '', clickhouse: false },
  partitions: 4,
};

export type Leaf =
  | { readonly path: string; readonly kind: 'watches' }
  | { readonly path: string; readonly kind: 'text'; readonly default: string; readonly secret: boolean }
  | { readonly path: string; readonly kind: 'flag'; readonly default: boolean }
  | {
      readonly path: string;
      readonly kind: 'integer';
      readonly minimum: number;
      readonly maximum: number;
      readonly default: number;
    };

interface Node {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly writeOnly?: boolean;
}

function leavesOf(node: Node, path: string): Leaf[] {
  if (node.type === 'array') return [{ path, kind: 'watches' }];
  if (node.type === 'string')
    return [{ path, kind: 'text', default: String(node.default), secret: node.writeOnly === true }];
  if (node.type === 'boolean') return [{ path, kind: 'flag', default: node.default === true }];
  if (node.properties === undefined) {
    const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = node;
    return [{ path, kind: 'integer', minimum, maximum, default: Number(node.default) }];
  }
  return Object.entries(node.properties).flatMap(([key, child]) =>
    leavesOf(child, path === '' ? key : `${path}.${key}`),
  );
}

export const LEAVES: readonly Leaf[] = leavesOf(SETTINGS, '');

/** The keys that may stand under a path: of `''` all groups, of `log` its settings; undefined for a setting itself. */
export function keysUnder(path: string): string[] | undefined {
  const start = path === '' ? '' : `${path}.`;
  const keys = LEAVES.filter((leaf) => leaf.path.startsWith(start)).map((leaf) => leaf.path.slice(start.length));
  const names = [...new Set(keys.map((key) => key.split('.')[0] ?? key))];
  return names.length === 0 ? undefined : names;
}
