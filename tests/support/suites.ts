/** A suite that `npm test` leaves out, because it needs more than Node or more than minutes. */
export interface Suite {
  /** The script in package.json that runs it. */
  readonly script: string;
  readonly needs: string;
  readonly proves: string;
}

/** Every script of package.json named `test:…`, and the benchmarks: a test keeps the list whole. */
export const SUITES: readonly Suite[] = [
  {
    script: 'test:proofs',
    needs: 'the data sets beside the project (../shared/data), Python 3 with vaderSentiment 3.3.2',
    proves: 'real streams, recomputed independently',
  },
  {
    script: 'test:crash',
    needs: 'time (`-- --kills 500` for a long run)',
    proves: 'nothing lost and nothing doubled after kill -9 anywhere',
  },
  { script: 'test:e2e', needs: 'Chromium', proves: 'the page, as a user starts it, in a real browser' },
  {
    script: 'test:api-fuzz',
    needs: 'Python 3 with schemathesis 4.32, time (`-- --minutes 10`)',
    proves: 'whatever is asked of the HTTP API, it answers as documented',
  },
  { script: 'test:mutants', needs: 'time', proves: 'planted mistakes are caught by the tests' },
  { script: 'bench', needs: 'an idle machine', proves: 'speed, latency, memory' },
];

/** What to print after `npm test`: the suites among `scripts` (of package.json), how each is run and what it needs. */
export function suitesToRun(suites: readonly Suite[], scripts: Readonly<Record<string, string>>): string[] {
  const present = suites.filter(({ script }) => scripts[script] !== undefined);
  if (present.length === 0) return [];
  const commands = present.map(({ script }) => `npm run ${script}`);
  const width = Math.max(...commands.map(({ length }) => length));
  const lines = present.map(({ needs, proves }, i) => `  ${commands[i]?.padEnd(width)}  ${proves}; needs ${needs}`);
  return ['Not run here, because they need more:', ...lines];
}
