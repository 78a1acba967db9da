import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../tests/support/command-io.ts';
import { apiAccess, type ApiAccess } from './api-access.ts';
import { resolveConfig } from './config/load.ts';

const TOKEN = '0123456789abcdef';

function accessOf(yaml: string, options: { port?: number; token?: string } = {}): ApiAccess {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, 'tideline.yaml'), yaml);
  if (options.token !== undefined) writeFileSync(join(cwd, 'token'), options.token);
  return apiAccess(resolveConfig({ config: undefined, port: options.port }, { cwd, env: {} }), { cwd });
}

test('without settings it is loopback without a token, on a port that gives way', () => {
  expect(accessOf('')).toEqual({ host: '127.0.0.1', port: 8080, mayMove: true, token: undefined, clickhouse: false });
});

test('a port that somebody asked for does not give way, even if it is the usual one', () => {
  expect(accessOf('api: { port: 8080 }')).toMatchObject({ port: 8080, mayMove: false });
  expect(accessOf('', { port: 9 })).toMatchObject({ port: 9, mayMove: false });
});

test('the token may stand in a file, which may end with a line end', () => {
  expect(accessOf('api: { tokenFile: token }', { token: `${TOKEN}\r\nand more` }).token).toBe(TOKEN);
});

test.each([
  [`api: { token: ${TOKEN}, tokenFile: token }`, /not both/],
  ['api: { token: short }', /api\.token must be 16 to 200/],
  [`api: { token: "${TOKEN} ${TOKEN}" }`, /without spaces/],
  ['api: { tokenFile: token }', /the first line of api\.tokenFile token must be/],
  ['api: { tokenFile: gone }', /gone/],
])('%s is refused', (yaml, message) => {
  expect(() => accessOf(yaml, { token: '\n' })).toThrow(message);
});
