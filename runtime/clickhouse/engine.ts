import { createRequire } from 'node:module';
import { messageOf, TidelineError } from '../errors.ts';

/** The part of `chdb/libchdb` used here; it looks for a file and loads nothing. */
interface LibraryFinder {
  libchdbPath(options: { env: Readonly<Record<string, string | undefined>> }): string;
}

/**
 * Where the engine's shared library lies (566 MB, an optional package per platform).
 * @throws PLATFORM_UNSUPPORTED when this machine has none, with what to do instead.
 */
export function locateEngine(environment: Readonly<Record<string, string | undefined>>): string {
  try {
    const finder = createRequire(import.meta.url)('chdb/libchdb') as LibraryFinder;
    return finder.libchdbPath({ env: environment });
  } catch (cause) {
    throw new TidelineError(
      'PLATFORM_UNSUPPORTED',
      `The embedded store has no engine for this machine (${messageOf(cause)}). On Linux or macOS (x64, arm64) run ` +
        '`npm ci` again without --omit=optional; on other systems use WSL2 or a container, or name a ClickHouse server ' +
        'in the configuration.',
      { cause },
    );
  }
}
