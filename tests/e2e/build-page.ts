import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Before all of them: the page as these sources make it, not as it was built some time ago. */
export function setup(): void {
  execFileSync('npm', ['run', 'build'], { cwd: join(import.meta.dirname, '..', '..'), stdio: 'inherit' });
}
