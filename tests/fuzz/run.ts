/*
 * `npm run test:api-fuzz -- --minutes N [--workers N] [--seed N]`: schemathesis (https://schemathesis.io) asks a real API over a real store
 * whatever /v1/openapi.json allows and forbids. It fails for an answer of 500 and above, a status or a body that is not documented, what is
 * wrong and accepted, and an answer that takes longer than any query may. TIDELINE_SCHEMATHESIS names its command:
 * `python3 -m venv V && V/bin/pip install schemathesis==4.32.5`, then TIDELINE_SCHEMATHESIS=V/bin/st.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '../../runtime/errors.ts';
import { fill, openApi } from '../integration/api-harness.ts';

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'unsupported_method',
  'allow_header_conformance',
];
const REFUSALS = JSON.stringify(['400', '401', '403', '404', '405', '413', '415', '422', '431']);
/** SQL of people may take 30 s. */
const LONGEST_ANSWER_S = 35;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    // More than one, and Python 3.11 stumbles over its own threads.
    workers: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
  },
});
const command = process.env['TIDELINE_SCHEMATHESIS'];
if (command === undefined) throw new Error('TIDELINE_SCHEMATHESIS is not set: see the head of this file');

const work = mkdtempSync(join(tmpdir(), 'tideline-fuzz-'));
const api = await openApi();
try {
  await fill(api.client);
  const url = await api.server.listen({ host: '127.0.0.1', port: 0 });
  const limits = ['--max-time', String(Number(values.minutes) * 60), '--max-response-time', String(LONGEST_ANSWER_S)];
  const how = [
    '--workers',
    values.workers,
    '--seed',
    values.seed,
    '--checks',
    CHECKS.join(','),
    '--continue-on-failure',
  ];
  // What is too long is refused as such, and not as invalid.
  writeFileSync(join(work, 'schemathesis.toml'), `[checks.negative_data_rejection]\nexpected-statuses = ${REFUSALS}\n`);
  // A stream has no end, and its parameters are those of the list.
  how.push('--exclude-path', '/v1/streams/mentions');
  // It keeps what it saw beside where it runs.
  const asking = spawn(command, ['run', `${url}/v1/openapi.json`, '--no-color', ...limits, ...how], {
    cwd: work,
    stdio: 'inherit',
  });
  const [code] = (await once(asking, 'exit')) as [number | null];
  for (const error of api.reported.slice(0, 20)) console.log(`reported: ${messageOf(error)}`);
  const failed = (code === 0 ? 0 : 1) + (api.reported.length === 0 ? 0 : 1);
  console.log(`seed ${values.seed}, ${api.reported.length} answers of 500 and above`);
  console.log(`${2 - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  await api.close();
  rmSync(work, { recursive: true });
}
