import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, test } from 'vitest';

/** What the sources of the page promise, and no type can check. */
const SRC = join(import.meta.dirname, '..', 'dashboards', 'web', 'src');

const read = (file: string): string => readFileSync(join(SRC, file), 'utf8');
const sources = globSync('**/*.{ts,tsx}', { cwd: SRC }).filter((file) => !/\.test\.tsx?$|^testing/.test(file));

/** Every text in a source, the fixed begin of a template included. */
function textsOf(path: string, source: string): string[] {
  const texts: string[] = [];
  new Visitor({
    Literal({ value }) {
      if (typeof value === 'string') texts.push(value);
    },
    TemplateLiteral({ quasis: [begin] }) {
      texts.push(begin?.value.cooked ?? '');
    },
    JSXText({ value }) {
      texts.push(value);
    },
  }).visit(parseSync(path, source).program);
  return texts;
}

describe('the page asks only the public API:', () => {
  /** Addresses of the page itself. */
  const OWN = ['/', '/live'];
  const foreign = (path: string, source: string): string[] =>
    textsOf(path, source).filter(
      (text) => /^(?:\/|https?:)/.test(text) && !text.startsWith('/v1/') && !OWN.includes(text),
    );

  test('no source names another path or server', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.flatMap((file) => foreign(file, read(file)).map((text) => `${file}: ${text}`))).toEqual([]);
  });

  test('only ambient.ts reaches for the network', () => {
    const reaches = /window\.fetch|\bnew (?:window\.)?(?:WebSocket|EventSource|XMLHttpRequest)\b|\bsendBeacon\b/;
    expect(sources.filter((file) => reaches.test(read(file)))).toEqual(['ambient.ts']);
  });

  test('a planted private route is found', () => {
    expect(foreign('a.ts', "ask('/internal/kpis'); ask(`/v2/${name}`); ask('/v1/kpis');")).toEqual([
      '/internal/kpis',
      '/v2/',
    ]);
  });
});

describe('the catalogue', () => {
  type Tree = { readonly [name: string]: string | Tree };
  const keysOf = (tree: Tree, prefix = ''): string[] =>
    Object.entries(tree).flatMap(([name, value]) =>
      typeof value === 'string' ? [`${prefix}${name}`] : keysOf(value, `${prefix}${name}.`),
    );
  const written = keysOf(JSON.parse(read('i18n/en.json')) as Tree);
  /** Plural forms are one key. */
  const keys = new Set(written.map((key) => key.replace(/_(?:one|other)$/, '')));
  const own = sources.filter((file) => !file.startsWith('charts'));

  test('has every key that a source asks for', () => {
    const asked = own.flatMap((file) =>
      [...read(file).matchAll(/\bt\(\s*(?:'([^']+)'|`([^`]+)`)/g)].map(([, fixed, template]) => ({
        file,
        fixed,
        template,
      })),
    );
    expect(asked.length).toBeGreaterThan(50);
    const missing = asked.filter(({ fixed, template = '' }) => {
      if (fixed !== undefined) return !keys.has(fixed);
      const pattern = new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '[^.]+')}$`);
      return ![...keys].some((key) => pattern.test(key));
    });
    expect(missing).toEqual([]);
  });

  test('has no key that nobody asks for', () => {
    const texts = new Set(own.flatMap((file) => textsOf(file, read(file))));
    const prefixes = [...texts].filter((text) => text.endsWith('.') && text.length > 1);
    expect([...keys].filter((key) => !texts.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)))).toEqual(
      [],
    );
  });
});

describe('styles', () => {
  test('a class that a component names is in its module', () => {
    const missing = sources.flatMap((file) => {
      const source = read(file);
      const modules = [...source.matchAll(/import (\w+) from '([^']+\.module\.css)'/g)];
      return modules.flatMap(([line, name = '', path = '']) => {
        const styles = read(join(dirname(file), path));
        const named = source.replace(line, '').matchAll(new RegExp(`\\b${name}(?:\\.(\\w+)|\\['([\\w-]+)'\\])`, 'g'));
        const classes = [...named].map(([, dotted, quoted]) => dotted ?? quoted ?? '');
        return classes.filter((used) => !styles.includes(`.${used}`)).map((used) => `${file}: .${used} of ${path}`);
      });
    });
    expect(missing).toEqual([]);
  });

  test('colours are named in tokens.css and palette.css alone', () => {
    const NAMED = ['tokens.css', 'charts/palette.css'];
    const found = globSync('**/*.css', { cwd: SRC })
      .filter((file) => !NAMED.includes(file))
      .flatMap((file) => [...read(file).matchAll(/#[0-9a-f]{3,8}\b/gi)].map(([color]) => `${file}: ${color}`));
    expect(found).toEqual([]);
  });
});
