// Adds to package-lock.json the binary packages of other systems that the registry in use does not serve.
//
// chdb, oxlint, vite and others bring one binary package per system as optional dependencies. `npm install` leaves out those it
// cannot look up, and then `npm ci` fails everywhere with "Missing: … from lock file". An entry of a name, a version and the system,
// without address or checksum, is enough: npm skips it on any other system, and on its own system fetches it from the registry.
// Plain JavaScript, so that it runs on any Node while the lock is still broken. Run after every `npm install`: `npm run lock`.
import { readFileSync, writeFileSync } from 'node:fs';

/** Words of package names and the values of npm's `os`, `cpu` and `libc` that they stand for. */
const SYSTEMS = {
  os: {
    aix: 'aix',
    android: 'android',
    darwin: 'darwin',
    freebsd: 'freebsd',
    linux: 'linux',
    netbsd: 'netbsd',
    openbsd: 'openbsd',
    openharmony: 'openharmony',
    sunos: 'sunos',
    win: 'win32',
    win32: 'win32',
    windows: 'win32',
  },
  cpu: {
    arm: 'arm',
    arm64: 'arm64',
    ia32: 'ia32',
    loong64: 'loong64',
    mips64el: 'mips64el',
    ppc64: 'ppc64',
    riscv64: 'riscv64',
    s390x: 's390x',
    wasm32: 'wasm32',
    x64: 'x64',
  },
  libc: { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' },
};

/** `@chdb/lib-linux-arm64-gnu` → `{ os: ['linux'], cpu: ['arm64'], libc: ['glibc'] }`. */
function systemOf(name) {
  const words = name.split(/[^a-z0-9]+/i);
  const found = Object.entries(SYSTEMS).map(([field, values]) => [
    field,
    words.filter((word) => Object.hasOwn(values, word)).map((word) => values[word]),
  ]);
  return Object.fromEntries(found.filter(([, values]) => values.length > 0));
}

/** In npm's order of keys, so that its next install leaves the lines as they are. */
function sorted(object) {
  return Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => a.localeCompare(b, 'en')));
}

/** The lock's entry for an optional dependency, or undefined: nested below its parent or a folder above it, as Node resolves it. */
function entryOf(packages, parent, name) {
  for (let folder = parent; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const entry = packages[folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`];
    if (entry !== undefined || folder === '') return entry;
  }
}

/** Adds the missing entries to `packages` and returns their names. Refuses a name without a system and a range it cannot pin. */
function complete(packages) {
  const added = [];
  for (const [parent, { optionalDependencies = {}, dev, devOptional }] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(optionalDependencies)) {
      if (entryOf(packages, parent, name) !== undefined) continue;
      const version = range.replace(/^[\^~]/, '');
      const system = systemOf(name);
      if (!/^\d+\.\d+\.\d+[\w.+-]*$/.test(version))
        throw new Error(`${parent} wants ${name} ${range}: not one version`);
      if (Object.keys(system).length === 0)
        throw new Error(`${parent} wants ${name}: its name does not tell its system`);
      const fields = sorted({ ...system, optional: true, ...(dev || devOptional ? { dev: true } : {}) });
      packages[`node_modules/${name}`] = { version, ...fields };
      added.push(name);
    }
  }
  return added;
}

const file = process.argv[2] ?? 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = complete(lock.packages);
lock.packages = sorted(lock.packages);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length === 0 ? `${file} is complete` : `${file}: added ${added.join(', ')}`);
