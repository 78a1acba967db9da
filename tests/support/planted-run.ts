import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');

/**
 * Runs planted test files (`a.test.js` → source; `test` and `expect` are global) with this project's reporter and set-up.
 * Returns the lines that the reporter printed; its notes are the one line `a note`.
 */
export function runPlanted(files: Readonly<Record<string, string>>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tideline-planted-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const config = `import { countingReporter } from ${JSON.stringify(join(import.meta.dirname, 'reporter.ts'))};
    const reporter = countingReporter({ notes: ['a note'], print: (line) => console.log('LINE ' + line) });
    const setupFiles = [${JSON.stringify(join(import.meta.dirname, '../setup.ts'))}];
    export default { test: { globals: true, reporters: [reporter], setupFiles } };`;
  writeFileSync(join(folder, 'vitest.config.ts'), config);
  for (const [name, source] of Object.entries(files)) writeFileSync(join(folder, name), source);
  const { stdout } = spawnSync(process.execPath, [vitest, 'run', '--root', folder], { encoding: 'utf8' });
  return Array.from(stdout.matchAll(/^LINE (.*)$/gm), ([, line]) => String(line));
}
