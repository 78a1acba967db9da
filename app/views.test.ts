import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VIEWS, viewsHelp, viewsIn } from './views.ts';

const migrations = join(import.meta.dirname, '..', 'schemas', 'clickhouse');

test('the views and columns that help names are those that the migrations make', () => {
  const sql = readdirSync(migrations)
    .filter((name) => name.endsWith('.sql'))
    .map((name) => readFileSync(join(migrations, name), 'utf8'))
    .join('\n');
  const made = Array.from(
    sql.matchAll(/CREATE VIEW IF NOT EXISTS (\w+) AS\s+SELECT (.*)\n/g),
    ([, name = '', list = '']) => [name, list.split(', ').map((column) => column.replace(/^.* AS /, ''))],
  );
  expect(Object.fromEntries(made)).toMatchObject(VIEWS);
  expect(new Set(made.map(([name]) => name))).toEqual(new Set([...Object.keys(VIEWS), 'current_generations']));
});

test('a query that names views gets theirs alone', () => {
  expect(viewsIn('SELECT foo FROM counts')).toEqual(['counts has: timeline, counter, value']);
  expect(viewsIn('SELECT foo FROM system.one')).toHaveLength(Object.keys(VIEWS).length);
  expect(viewsHelp()).toContain('  counts(timeline, counter, value)\n');
});
