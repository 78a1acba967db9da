import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly os?: readonly string[] | string;
  readonly cpu?: readonly string[] | string;
  readonly optional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type Packages = Readonly<Record<string, Entry>>;

const root = join(import.meta.dirname, '..');
const manifest: Entry = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { packages }: { packages: Packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

/** Optional dependencies that are nowhere in the lock: `npm ci` fails on them, and their systems would lack them for good. */
function missingOptionals(lock: Packages): string[] {
  return Object.entries(lock).flatMap(([parent, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => {
      const folders = parent.split('/node_modules/').map((_, i, parts) => parts.slice(0, i + 1).join('/node_modules/'));
      return !['', ...folders].some((folder) => lock[join(folder, 'node_modules', name)] !== undefined);
    }),
  );
}

/** Entries that npm could not check on arrival, except those that a registry did not serve when the lock was written. */
function withoutIntegrity(lock: Packages): string[] {
  const unknown = Object.entries(lock).filter(([path, { integrity }]) => path !== '' && integrity === undefined);
  return unknown.filter(([, entry]) => !(entry.optional && (entry.os ?? entry.cpu))).map(([path]) => path);
}

/** Addresses that only some machines can reach. */
function foreignAddresses(lock: Packages): string[] {
  const addresses = Object.values(lock).flatMap(({ resolved }) => resolved ?? []);
  return addresses.filter((address) => !address.startsWith('https://registry.npmjs.org/'));
}

function rangesIn({ dependencies, devDependencies, optionalDependencies }: Entry): string[] {
  const all = { ...dependencies, ...devDependencies, ...optionalDependencies };
  return Object.entries(all).flatMap(([name, version]) => (/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version) ? [] : [name]));
}

/** What scripts/complete-lock.mjs makes of a lock. */
function complete(lock: Packages): { status: number | null; stderr: string; packages: Packages } {
  const folder = mkdtempSync(join(tmpdir(), 'tideline-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'package-lock.json');
  writeFileSync(file, JSON.stringify({ lockfileVersion: 3, packages: lock }));
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/complete-lock.mjs'), file], {
    encoding: 'utf8',
  });
  return { status, stderr, packages: JSON.parse(readFileSync(file, 'utf8')).packages };
}

describe('the lock file', () => {
  test('holds the optional packages of every system', () => {
    expect(missingOptionals(packages), 'run `npm run lock`').toEqual([]);
  });

  test('holds the checksum of every package that the registry served', () => {
    expect(withoutIntegrity(packages)).toEqual([]);
  });

  test('names no mirror', () => {
    expect(foreignAddresses(packages)).toEqual([]);
  });

  test('belongs to package.json, whose versions are exact', () => {
    expect(rangesIn(manifest)).toEqual([]);
    expect(packages['']).toMatchObject({
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
      optionalDependencies: manifest.optionalDependencies,
    });
  });

  test('brings the same Node to every system', () => {
    const nodes = Object.keys(manifest.optionalDependencies ?? {}).filter((name) => name.startsWith('node-'));
    const entries = nodes.map((name) => packages[`node_modules/${name}`]);
    expect(entries.map((entry) => [entry?.os, entry?.cpu].join('-')).toSorted()).toEqual([
      'darwin-arm64',
      'darwin-x64',
      'linux-arm64',
      'linux-x64',
      'win32-x64',
    ]);
    expect(new Set(entries.map((entry) => entry?.version))).toEqual(new Set([process.versions.node]));
  });
});

describe('the guard sees', () => {
  const lock: Packages = {
    '': { optionalDependencies: { here: '1.0.0' } },
    'node_modules/here': {
      version: '1.0.0',
      integrity: 'sha512-x',
      optionalDependencies: { '@a/b-linux-x64': '2.0.0' },
    },
  };

  test('a missing optional package, and one that is nested', () => {
    const nested: Packages = { ...lock, 'node_modules/here/node_modules/@a/b-linux-x64': { integrity: 'sha512-x' } };
    expect(missingOptionals(lock)).toEqual(['@a/b-linux-x64']);
    expect(missingOptionals(nested)).toEqual([]);
  });

  test('a missing checksum, which only a package of one system may lack', () => {
    const entry: Entry = { version: '1.0.0', optional: true };
    const placeholder: Entry = { ...entry, os: ['darwin'] };
    expect(withoutIntegrity({ 'node_modules/a': {}, 'node_modules/b': entry, 'node_modules/c': placeholder })).toEqual([
      'node_modules/a',
      'node_modules/b',
    ]);
  });

  test('a mirror and a range', () => {
    expect(foreignAddresses({ a: { resolved: 'http://localhost:4873/a.tgz' } })).toHaveLength(1);
    expect(rangesIn({ dependencies: { a: '^1.0.0', b: '1.0.0' }, devDependencies: { c: '1.x' } })).toEqual(['a', 'c']);
  });
});

describe('npm run lock', () => {
  test('adds what is missing with the system that its name tells, and nothing else', () => {
    const lock: Packages = {
      '': { optionalDependencies: { 'lib-darwin-arm64': '1.2.3-beta.1' } },
      'node_modules/a': { optionalDependencies: { '@b/binding-linux-x64-musl': '^2.0.0', 'c-win-x64': '3.0.0' } },
      'node_modules/c-win-x64': { version: '3.0.0' },
    };
    const completed = complete(lock);
    expect(completed.packages).toEqual({
      ...lock,
      'node_modules/lib-darwin-arm64': { version: '1.2.3-beta.1', os: ['darwin'], cpu: ['arm64'], optional: true },
      'node_modules/@b/binding-linux-x64-musl': {
        version: '2.0.0',
        os: ['linux'],
        cpu: ['x64'],
        libc: ['musl'],
        optional: true,
      },
    });
    expect(complete(completed.packages).packages).toEqual(completed.packages);
  });

  test('leaves the lock of this project as it is', () => {
    expect(complete(packages).packages).toEqual(packages);
  });

  test('refuses what it would have to guess', () => {
    expect(complete({ a: { optionalDependencies: { 'b-linux-x64': '>=2' } } })).toMatchObject({ status: 1 });
    expect(complete({ a: { optionalDependencies: { b: '2.0.0' } } }).stderr).toContain('does not tell its system');
  });
});
