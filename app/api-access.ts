import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageOf, TidelineError } from '../runtime/errors.ts';
import type { Resolved } from './config/load.ts';
import type { CommandIo } from './io.ts';

/** Where the API listens, and who may ask it. */
export interface ApiAccess {
  readonly host: string;
  readonly port: number;
  /** Nobody asked for this port: another one will do. */
  readonly mayMove: boolean;
  readonly token: string | undefined;
  /** Whether ClickHouse's own interface is served, too. */
  readonly clickhouse: boolean;
}

/** Short enough to type, too long to guess; without spaces, or no header could carry it. */
const TOKEN = /^[\x21-\x7e]{16,200}$/;

/** As the settings say. Throws CONFIG_INVALID when the token cannot be read or could never be sent. */
export function apiAccess({ config, sources }: Resolved, io: Pick<CommandIo, 'cwd'>): ApiAccess {
  const { host, port, token, tokenFile, clickhouse } = config.api;
  if (token !== '' && tokenFile !== '') throw invalid('give api.token or api.tokenFile, not both');
  const found = tokenFile === '' ? token : firstLine(resolve(io.cwd, tokenFile));
  if ((token !== '' || tokenFile !== '') && !TOKEN.test(found)) {
    const name = tokenFile === '' ? 'api.token' : `the first line of api.tokenFile ${tokenFile}`;
    throw invalid(
      `${name} must be 16 to 200 letters, digits or signs, without spaces (\`openssl rand -hex 16\` makes one)`,
    );
  }
  const mayMove = sources.get('api.port') === 'default';
  return { host, port, mayMove, token: found === '' ? undefined : found, clickhouse };
}

function firstLine(path: string): string {
  try {
    return (readFileSync(path, 'utf8').split('\n')[0] ?? '').trim();
  } catch (error) {
    throw invalid(`api.tokenFile cannot be read: ${messageOf(error)}`);
  }
}

function invalid(what: string): TidelineError {
  return new TidelineError('CONFIG_INVALID', `The API cannot be opened: ${what}.`);
}
