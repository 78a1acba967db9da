import { rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../runtime/time/clock.ts';
import { freshDirectory, NEVER, start, type Interference } from './store-harness.ts';

const CYCLES = 25;
const CLIENTS = 4;
const UP_MS = 100;

/** What an outsider would like to do with the account that has no password; the quota counts only the first two. */
const COUNTED = ["SELECT count() FROM file('/etc/hostname', 'LineAsString', 'l String')", 'SYSTEM STOP LISTEN HTTP'];
const ATTEMPTS = [...COUNTED, "SELECT file('/etc/hostname')", 'SELECT 1'];

const BY_SESSION = '500 700';
const BY_QUOTA = '500 201';
const ENDING = '503 ';

/** Resolves with the status and the engine's code (else its answer), or undefined when nobody answered. */
function attempt(port: number, agent: Agent, sql: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const trial = request({ host: '127.0.0.1', port, method: 'POST', path: '/', agent, timeout: 2_000 }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () =>
        resolve(`${response.statusCode} ${/Code: (\d+)/.exec(text)?.[1] ?? text.slice(0, 100)}`),
      );
      response.on('error', () => resolve(undefined));
    });
    trial.on('timeout', () => trial.destroy());
    trial.on('error', () => resolve(undefined));
    trial.end(sql);
  });
}

/** Starts and stops a store `cycles` times while the clients try; resolves with how often they got which answer. */
async function hammered(cycles: number, attempts: readonly string[], interference: Interference = {}) {
  const directory = freshDirectory();
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const first = await start({ directory });
  const port = Number(new URL(first.url).port);
  await first.stop(5_000);
  const answers = new Map<string, number>();
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  onTestFinished(() => agent.destroy());
  const over = new AbortController();
  const clients = Array.from({ length: CLIENTS }, async (_, i) => {
    for (let n = i; !over.signal.aborted; n++) {
      const answer = await attempt(port, agent, attempts[n % attempts.length] ?? '');
      if (answer === undefined) await systemClock.sleep(1, NEVER);
      else answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
  });
  for (let cycle = 0; cycle < cycles; cycle++) {
    const store = await start({ directory, port }, interference);
    await systemClock.sleep(UP_MS, NEVER);
    await store.stop(5_000);
  }
  over.abort();
  await Promise.all(clients);
  return answers;
}

test(
  'nobody gets in by the account without a password while the store starts, runs and stops',
  { timeout: 120_000 },
  async () => {
    const answers = await hammered(CYCLES, ATTEMPTS);
    const unlocked = await hammered(3, COUNTED, {
      users: (xml) =>
        xml.replace(/<max_sessions_for_user>1</, '<max_sessions_for_user>0<').replace('<queries>3<', '<queries>2<'),
    });
    const bySession = answers.get(BY_SESSION) ?? 0;
    const byQuota = (answers.get(BY_QUOTA) ?? 0) + (unlocked.get(BY_QUOTA) ?? 0);
    console.log(`attack: ${CYCLES} starts and stops, ${CLIENTS} clients, ${bySession} refused by code 700;`);
    console.log(`attack: without the session lock ${byQuota} refused by code 201`);
    expect(bySession).toBeGreaterThan(0);
    expect(byQuota).toBeGreaterThan(0);
    const seen = new Set([...answers.keys(), ...unlocked.keys()]);
    expect([...seen].filter((answer) => ![BY_SESSION, BY_QUOTA, ENDING].includes(answer))).toEqual([]);
  },
);
